"""Units: the list, and of each its name, its cluster and its end."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.add_unit import add_unit
from service.commands.change_unit import SHOWN, change_unit
from service.commands.close_unit import close_unit
from service.commands.place_unit import place_unit
from service.db import reading, transaction
from service.organisation import form_named, sight_of
from service.queries.administering import clusters_offered, require_administrator, units_offered
from service.queries.units import Sought, unit_page, units
from service.web import current
from service.web.house import REFUSALS, Refusal, form_answer, posted, seen

bp = Blueprint("units", __name__, url_prefix="/organisation/units")


@bp.get("")
def index() -> ResponseReturnValue:
    """List the units."""
    sought = _sought(request.args)
    with reading(current.database()) as database:
        listed = units(database, current.actor(), sought, today=current.today())
        clusters = clusters_offered(database)
    return render_template(
        "organisation/units.html", sought=sought, listed=listed, clusters=clusters, today=current.today()
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for a new unit."""
    return _new()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Enter a unit."""
    try:
        with transaction(current.database()) as database:
            unit = add_unit(database, current.actor(), posted(), now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("%(name)s has been added.", name=unit.name), "ok")
    return redirect(url_for("units.page", code=unit.code), 303)


@bp.get("/<code>")
def page(code: str) -> ResponseReturnValue:
    """Show one unit."""
    with reading(current.database()) as database:
        shown = unit_page(database, current.actor(), code, today=current.today())
    return render_template("organisation/unit.html", shown=shown, unit=shown.unit, today=current.today())


@bp.get("/<code>/name")
def edit(code: str) -> ResponseReturnValue:
    """Ask for another name or kind."""
    return _edit(code)


@bp.post("/<code>/name")
def change(code: str) -> ResponseReturnValue:
    """Change name or kind."""
    try:
        with transaction(current.database()) as database:
            change_unit(database, current.actor(), code, posted(), seen=seen(), now=current.now())
    except REFUSALS as refused:
        return _edit(code, refused)
    flash(_("The changes are saved."), "ok")
    return redirect(url_for("units.page", code=code), 303)


@bp.get("/<code>/cluster")
def move(code: str) -> ResponseReturnValue:
    """Ask for another cluster."""
    return _move(code)


@bp.post("/<code>/cluster")
def place(code: str) -> ResponseReturnValue:
    """Move the unit to another cluster."""
    try:
        with transaction(current.database()) as database:
            place_unit(database, current.actor(), code, posted(), now=current.now())
    except REFUSALS as refused:
        return _move(code, refused)
    flash(_("The unit moves to the cluster on that day. Dossiers under way keep theirs."), "ok")
    return redirect(url_for("units.page", code=code), 303)


@bp.get("/<code>/close")
def end(code: str) -> ResponseReturnValue:
    """Say what a closing means, and ask for it."""
    return _end(code)


@bp.post("/<code>/close")
def close(code: str) -> ResponseReturnValue:
    """Close the unit."""
    try:
        with transaction(current.database()) as database:
            unit = close_unit(database, current.actor(), code, posted(), now=current.now())
    except REFUSALS as refused:
        return _end(code, refused)
    flash(_("%(name)s is closed after its last day.", name=unit.name), "ok")
    return redirect(url_for("units.page", code=code), 303)


def _new(refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        require_administrator(current.actor())
        choices = {"clusters": clusters_offered(database)}
    return form_answer(
        "organisation/form.html", form_named("unit_new"), refused, choices=choices, back=url_for("units.index")
    )


def _edit(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        unit = unit_page(database, current.actor(), code, today=current.today()).unit
    return form_answer(
        "organisation/form.html",
        form_named("unit"),
        refused,
        typed={"name": unit.name, "kind": unit.kind},
        of=unit.name,
        seen=sight_of(unit, SHOWN),
        back=url_for("units.page", code=code),
    )


def _move(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        shown = unit_page(database, current.actor(), code, today=current.today())
        choices = {"clusters": clusters_offered(database)}
    return form_answer("organisation/unit_move.html", form_named("unit_place"), refused, choices=choices, shown=shown)


def _end(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        shown = unit_page(database, current.actor(), code, today=current.today())
        choices = {"units": units_offered(database, but=code)}
    return form_answer("organisation/unit_close.html", form_named("unit_close"), refused, choices=choices, shown=shown)


def _sought(asked: Mapping[str, str]) -> Sought:
    """What an address asks for; nonsense finds nothing."""
    return Sought(
        text=asked.get("q", "").strip()[:100],
        kind=asked.get("kind", "")[:40],
        cluster=asked.get("cluster", "")[:20],
        state=asked.get("state", "")[:10],
        after=asked.get("after", "")[:20],
    )
