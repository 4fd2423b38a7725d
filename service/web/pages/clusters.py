"""Clusters: the list, and of each its name and its units."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.add_cluster import add_cluster
from service.commands.change_cluster import SHOWN, change_cluster
from service.db import reading, transaction
from service.organisation import form_named, sight_of
from service.queries.administering import require_administrator
from service.queries.clusters import cluster_page, clusters
from service.web import current
from service.web.house import REFUSALS, Refusal, form_answer, posted, seen

bp = Blueprint("clusters", __name__, url_prefix="/organisation/clusters")


@bp.get("")
def index() -> ResponseReturnValue:
    """List the clusters."""
    with reading(current.database()) as database:
        listed = clusters(database, current.actor(), today=current.today())
    return render_template("organisation/clusters.html", listed=listed)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for a new cluster."""
    return _new()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Enter a cluster."""
    try:
        with transaction(current.database()) as database:
            cluster = add_cluster(database, current.actor(), posted(), now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("%(name)s has been added.", name=cluster.name), "ok")
    return redirect(url_for("clusters.page", code=cluster.code), 303)


@bp.get("/<code>")
def page(code: str) -> ResponseReturnValue:
    """Show one cluster."""
    with reading(current.database()) as database:
        shown = cluster_page(database, current.actor(), code, today=current.today())
    return render_template("organisation/cluster.html", shown=shown, today=current.today())


@bp.get("/<code>/name")
def edit(code: str) -> ResponseReturnValue:
    """Ask for another name."""
    return _edit(code)


@bp.post("/<code>/name")
def change(code: str) -> ResponseReturnValue:
    """Change the name."""
    try:
        with transaction(current.database()) as database:
            change_cluster(database, current.actor(), code, posted(), seen=seen(), now=current.now())
    except REFUSALS as refused:
        return _edit(code, refused)
    flash(_("The changes are saved."), "ok")
    return redirect(url_for("clusters.page", code=code), 303)


def _new(refused: Refusal | None = None) -> ResponseReturnValue:
    require_administrator(current.actor())
    return form_answer("organisation/form.html", form_named("cluster_new"), refused, back=url_for("clusters.index"))


def _edit(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        cluster = cluster_page(database, current.actor(), code, today=current.today()).cluster
    return form_answer(
        "organisation/form.html",
        form_named("cluster"),
        refused,
        typed={"name": cluster.name, "kind": cluster.kind},
        of=cluster.name,
        seen=sight_of(cluster, SHOWN),
        back=url_for("clusters.page", code=code),
    )
