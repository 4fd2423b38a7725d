"""Ordering the good rows of a list to be taken in, each as a dossier under one letter."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.clock import local_date
from service.commands.lists import find_list, form_of
from service.commands.sheet_work import AT_WORK, TAKING, kept, left_to_take, order
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import AwardRound, Role, Sheet, Submission
from service.proposals import stored_as
from workflows.errors import msg
from workflows.forms import Form

_NOTHING = Reason("nothing_left", msg("No row of this list is left to be taken in."))
_ROUND_OVER = msg("The round {round} takes no more proposals since {day}. Send the list again for another round.")
_LEFT_OUT = Reason("left_out", msg("Left out, because it may stand twice."))


def take_list(session: Session, actor: Actor, sheet_id: UUID, *, doubtful: bool, now: datetime) -> Sheet:
    """Have the good rows taken in by a job; those that may stand twice only when `doubtful`.

    For a list that is at work already the same is ordered again: its job may be dead. Raises NotFound, NotAllowed, or
    Refused (nothing left, award or round over).
    """
    sheet = find_list(session, actor, sheet_id)
    if sheet.status in AT_WORK:
        order(session, sheet, actor, now=now)
        return sheet
    if not doubtful:
        sheet.results = [*sheet.results, *_left_out(sheet)]
    rows = left_to_take(sheet)
    if not rows:
        raise Refused(_NOTHING)
    _, form = form_of(session, sheet, local_date(now))
    _check_round(session, sheet.shared.get(stored_as(form, "dossier.round")), local_date(now))
    sheet.submission_id = sheet.submission_id or _letter(session, sheet, form, now).id
    sheet.status = TAKING
    order(session, sheet, actor, now=now)
    detail = {"sheet": str(sheet.id), "rows": len(rows), "submission": str(sheet.submission_id)}
    seat = actor.seat(Role.UNIT_CLERK, sheet.unit_id)
    events.note_on(session, f"person/{actor.id}", "list_taken", detail, actor=actor, seat=seat, at=now)
    return sheet


def _left_out(sheet: Sheet) -> list[dict[str, Any]]:
    return [{"row": row["row"], "problem": kept(_LEFT_OUT)} for row in left_to_take(sheet) if row.get("doubts")]


def _check_round(session: Session, code: str | None, today: date) -> None:
    found = session.scalar(select(AwardRound).where(AwardRound.code == code)) if code else None
    if found is not None and found.intake_to < today:
        raise Refused(Reason("round_over", _ROUND_OVER, {"round": found.name, "day": found.intake_to}))


def _letter(session: Session, sheet: Sheet, form: Form, now: datetime) -> Submission:
    """The unit's letter of this number and day: mended rows come under the one that the others came under."""
    number = sheet.shared.get(stored_as(form, "submission.number"))
    day = sheet.shared.get(stored_as(form, "submission.signed_on"))
    signed_on = date.fromisoformat(day) if day else None
    same = select(Submission).where(
        Submission.unit_id == sheet.unit_id, Submission.number == number, Submission.signed_on == signed_on
    )
    letter = session.scalar(same.order_by(Submission.id).limit(1))
    if letter is None:
        letter = Submission(id=new_id(), unit_id=sheet.unit_id, number=number, signed_on=signed_on, created_at=now)
        session.add(letter)
        session.flush()  # the list refers to it
    return letter
