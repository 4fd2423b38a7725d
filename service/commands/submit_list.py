"""Ordering all proposals of a list that was taken in to be sent to the head of the unit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.lists import find_list, left_to_send
from service.commands.sheet_work import AT_WORK, SUBMITTING, order
from service.errors import Reason, Refused
from service.models import Role, Sheet
from workflows.errors import msg

_NOTHING = Reason("nothing_to_send", msg("No proposal of this list is left to be sent."))


def submit_list(session: Session, actor: Actor, sheet_id: UUID, *, now: datetime) -> Sheet:
    """Have every proposal that has not been sent yet sent by a job; those refused before are tried again.

    For a list that is at work already the same is ordered again: its job may be dead. Raises NotFound, NotAllowed, or
    Refused when nothing is left to send.
    """
    sheet = find_list(session, actor, sheet_id)
    if sheet.status in AT_WORK:
        order(session, sheet, actor, now=now)
        return sheet
    sheet.results = [_afresh(one) if "dossier" in one else one for one in sheet.results]
    left = left_to_send(sheet)
    if not left:
        raise Refused(_NOTHING)
    sheet.status = SUBMITTING
    order(session, sheet, actor, now=now)
    detail = {"sheet": str(sheet.id), "dossiers": len(left)}
    seat = actor.seat(Role.UNIT_CLERK, sheet.unit_id)
    events.note_on(session, f"person/{actor.id}", "list_submitted", detail, actor=actor, seat=seat, at=now)
    return sheet


def _afresh(result: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in result.items() if name != "problem"}
