"""The council's secretary: choosing dossiers and a day, opening the vote, seeing who has voted, closing it."""

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from service.commands.close_voting import Closed, close_voting
from service.commands.open_voting import open_voting
from service.db import reading, transaction
from service.errors import Conflict, NotFound, Reason, Refused
from service.queries import agenda as table
from service.queries.sitting import sitting_page
from service.web import current
from service.web.i18n import said
from workflows.errors import msg

bp = Blueprint("council", __name__, url_prefix="/council")

_NO_DAY = Reason("no_day", msg("Give the day of the sitting as day/month/year."))
_OF_THE_DAY = {"no_day", "far_day"}
"""Reasons that are shown at the field of the day."""


@bp.get("")
def agenda() -> ResponseReturnValue:
    """Show the dossiers that wait for a vote, and the sittings."""
    return _agenda()


@bp.post("")
def open_vote() -> ResponseReturnValue:
    """Open the vote on the chosen dossiers, on all of them or on none."""
    try:
        items = _items()
        with transaction(current.database()) as database:
            sitting = open_voting(database, current.actor(), items, _day(), now=current.now())
    except (Refused, Conflict) as refused:
        return _agenda(refused.reason), 409 if isinstance(refused, Conflict) else 422
    flash(ngettext("Voting is open on %(num)s dossier.", "Voting is open on %(num)s dossiers.", len(items)), "ok")
    return redirect(url_for("council.sitting", sitting_id=sitting.id), 303)


@bp.get("/<uuid:sitting_id>")
def sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Show who has voted, and the counts of votes that are over."""
    return _sitting(sitting_id)


@bp.post("/<uuid:sitting_id>/close")
def close(sitting_id: UUID) -> ResponseReturnValue:
    """Close every vote of the sitting that still runs."""
    try:
        with transaction(current.database()) as database:
            closed = close_voting(database, current.actor(), sitting_id, now=current.now())
    except Refused as refused:
        return _sitting(sitting_id, refused.reason), 422
    _tell(closed)
    return redirect(url_for("council.sitting", sitting_id=sitting_id), 303)


def _tell(closed: Closed) -> None:
    if closed.suspended:
        codes = ", ".join(closed.suspended)
        flash(_("The other votes are closed; suspended, so their votes stay open: %(codes)s.", codes=codes), "soon")
    if closed.held_up:
        codes = ", ".join(closed.held_up)
        flash(
            _("Not every dossier could move on; they stand under “Held up” in the list: %(codes)s.", codes=codes),
            "late",
        )
    if closed.sitting.closed_at is not None:
        flash(_("Voting is closed; the counts are below."), "ok")


def _agenda(refused: Reason | None = None) -> str:
    with reading(current.database()) as database:
        shown = table.agenda(database, current.actor())
    return render_template(
        "council/agenda.html",
        agenda=shown,
        refused=refused and said(refused),
        wrong_day=refused is not None and refused.code in _OF_THE_DAY,
        chosen=request.form.getlist("item"),
        held_on=request.form.get("held_on"),
        today=current.today(),
    )


def _sitting(sitting_id: UUID, refused: Reason | None = None) -> str:
    with reading(current.database()) as database:
        shown = sitting_page(database, current.actor(), sitting_id)
    return render_template("council/sitting.html", shown=shown, refused=refused and said(refused))


def _items() -> list[UUID]:
    """The chosen tasks. Raises NotFound for what is none."""
    try:
        return [UUID(one) for one in request.form.getlist("item")]
    except ValueError:
        raise NotFound from None


def _day() -> date:
    """The day of the sitting as people type it. Raises Refused."""
    try:
        return datetime.strptime(request.form.get("held_on", "").strip(), "%d/%m/%Y").date()
    except ValueError:
        raise Refused(_NO_DAY) from None
