"""Award rounds: the periods in which proposals are taken. Their list stands with the campaigns."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.add_round import add_round
from service.commands.change_round import SHOWN, change_round
from service.db import reading, transaction
from service.organisation import form_named, sight_of
from service.queries.administering import require_administrator
from service.queries.campaigns import round_named
from service.web import current
from service.web.house import REFUSALS, Refusal, form_answer, posted, seen

bp = Blueprint("rounds", __name__, url_prefix="/organisation/rounds")


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for a new award round."""
    return _new()


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Enter an award round."""
    try:
        with transaction(current.database()) as database:
            award_round = add_round(database, current.actor(), posted(), now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("%(name)s has been added.", name=award_round.name), "ok")
    return redirect(url_for("campaigns.index"), 303)


@bp.get("/<code>")
def edit(code: str) -> ResponseReturnValue:
    """Show an award round, to change it."""
    return _edit(code)


@bp.post("/<code>")
def change(code: str) -> ResponseReturnValue:
    """Change an award round, or let it end."""
    try:
        with transaction(current.database()) as database:
            change_round(database, current.actor(), code, posted(), seen=seen(), now=current.now())
    except REFUSALS as refused:
        return _edit(code, refused)
    flash(_("The changes are saved."), "ok")
    return redirect(url_for("rounds.edit", code=code), 303)


def _new(refused: Refusal | None = None) -> ResponseReturnValue:
    require_administrator(current.actor())
    return form_answer("organisation/form.html", form_named("round_new"), refused, back=url_for("campaigns.index"))


def _edit(code: str, refused: Refusal | None = None) -> ResponseReturnValue:
    with reading(current.database()) as database:
        named = round_named(database, current.actor(), code, today=current.today())
    return form_answer(
        "organisation/named.html",
        form_named("round"),
        refused,
        typed={name: value and str(value) for name in SHOWN if (value := getattr(named.row, name))},
        named=named,
        of=named.row.name,
        seen=sight_of(named.row, SHOWN),
        back=url_for("campaigns.index"),
    )
