"""Leave: saying that one is away, or that somebody is, and being back before."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.end_absence import end_absence
from service.commands.record_absence import record_absence
from service.db import reading, transaction
from service.organisation import form_named
from service.queries.deputies import deputies, lying_with
from service.queries.foreseen import foreseen_gaps
from service.queries.foreseen_votes import Ballots, ballots_missed
from service.web import current
from service.web.at_fields import asked, at_fields
from service.web.house import REFUSALS, Refusal, form_answer, posted
from service.web.pages.delegations import back_to, whose

bp = Blueprint("absences", __name__, url_prefix="/absences")

_FIELDS = {"dates": "valid_to", "overlap": "valid_from", "left": "valid_from"}


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Ask for the days; `?of` names somebody else."""
    return _new()


@bp.post("/new")
def record() -> ResponseReturnValue:
    """Record the days; what nobody could do meanwhile is told first, and may be left so knowingly."""
    try:
        said = asked("absence")
        if told := _foreseen(said):
            return _new(**told, typed=posted(), knowingly=_knowingly(said))
        with transaction(current.database()) as database:
            days = (said["valid_from"], said["valid_to"])
            record_absence(database, current.actor(), whose(), *days, reason=said.get("reason", ""), now=current.now())
    except REFUSALS as refused:
        return _new(refused)
    flash(_("The leave is recorded. Nobody hands tasks to who is away."), "ok")
    return redirect(back_to(whose()), 303)


@bp.post("/<uuid:absence_id>/end")
def end(absence_id: UUID) -> ResponseReturnValue:
    """End it before its time."""
    with transaction(current.database()) as database:
        ended = end_absence(database, current.actor(), absence_id, now=current.now())
    flash(_("The leave is ended."), "ok")
    return redirect(back_to(ended.person_id), 303)


def _new(refused: Refusal | None = None, **shown: Any) -> ResponseReturnValue:
    with reading(current.database()) as database:
        them = deputies(database, current.actor(), whose(), today=current.today())
        lying = lying_with(database, them.person.id)
    return form_answer(
        "people/absence.html",
        form_named("absence"),
        refused and at_fields(refused, _FIELDS),
        **{"typed": {}, "gaps": [], "ballots": Ballots(), **shown},
        them=them,
        lying=lying,
        of=them.person.name,
        back=back_to(them.person.id),
    )


def _foreseen(said: dict[str, Any]) -> dict[str, Any]:
    """What nobody could do or cast on these days, if anything, unless the author has been told of just these."""
    if request.form.get("knowingly") == _knowingly(said) or said["valid_to"] < said["valid_from"]:
        return {}
    days = (said["valid_from"], said["valid_to"])
    with reading(current.database()) as database:
        deputies(database, current.actor(), whose(), today=current.today())
        gaps = foreseen_gaps(database, whose(), *days, leaving=False)
        ballots = ballots_missed(database, whose(), *days, today=current.today())
    return {"gaps": gaps, "ballots": ballots} if gaps or ballots.lost else {}


def _knowingly(said: dict[str, Any]) -> str:
    return f"{said['valid_from']}~{said['valid_to']}"
