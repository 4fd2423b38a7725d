"""Campaigns: what movements dossiers may belong to; on the same page the rounds in which proposals are taken."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.add_campaign import add_campaign
from service.commands.change_campaign import SHOWN, change_campaign
from service.db import reading, transaction
from service.organisation import form_named, sight_of
from service.queries.administering import require_administrator
from service.queries.campaigns import campaign_named, campaigns, rounds
from service.web import current
from service.web.house import REFUSALS, Refusal, form_answer, posted, seen

bp = Blueprint("campaigns", __name__, url_prefix="/organisation/campaigns")


@bp.get("")
def index() -> ResponseReturnValue:
    """List campaigns and award rounds."""
    with reading(current.database()) as database:
        movements = campaigns(database, current.actor(), today=current.today())
        periods = rounds(database, current.actor(), today=current.today())
    return render_template("organisation/campaigns.html", campaigns=movements, rounds=periods)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for a new campaign."""
    return _new()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Enter a campaign."""
    try:
        with transaction(current.database()) as database:
            campaign = add_campaign(database, current.actor(), posted(), now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("%(name)s has been added.", name=campaign.name), "ok")
    return redirect(url_for("campaigns.index"), 303)


@bp.get("/<code>")
def edit(code: str) -> ResponseReturnValue:
    """Show a campaign, to change it."""
    return _edit(code)


@bp.post("/<code>")
def change(code: str) -> ResponseReturnValue:
    """Change a campaign, or let it end."""
    try:
        with transaction(current.database()) as database:
            change_campaign(database, current.actor(), code, posted(), seen=seen(), now=current.now())
    except REFUSALS as refused:
        return _edit(code, refused)
    flash(_("The changes are saved."), "ok")
    return redirect(url_for("campaigns.edit", code=code), 303)


def _new(refused: Refusal | None = None) -> ResponseReturnValue:
    require_administrator(current.actor())
    return form_answer("organisation/form.html", form_named("campaign_new"), refused, back=url_for("campaigns.index"))


def _edit(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        named = campaign_named(database, current.actor(), code, today=current.today())
    return form_answer(
        "organisation/named.html",
        form_named("campaign"),
        refused,
        typed={name: value and str(value) for name in SHOWN if (value := getattr(named.row, name))},
        named=named,
        of=named.row.name,
        seen=sight_of(named.row, SHOWN),
        back=url_for("campaigns.index"),
    )
