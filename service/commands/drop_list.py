"""Throwing a list away: what its rows say is forgotten, the dossiers that came of it stay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.lists import find_list
from service.commands.sheet_work import AT_WORK, DROPPED
from service.errors import Reason, Refused
from service.models import Role, Sheet
from workflows.errors import msg

_AT_WORK = Reason("at_work", msg("The list is being worked on. Wait until that is done."))


def drop_list(session: Session, actor: Actor, sheet_id: UUID, *, now: datetime) -> Sheet:
    """Forget a list. Raises NotFound, NotAllowed, or Refused while it is being worked on."""
    sheet = find_list(session, actor, sheet_id)
    if sheet.status in AT_WORK:
        raise Refused(_AT_WORK)
    sheet.status, sheet.rows = DROPPED, []
    detail = {"sheet": str(sheet.id), "dossiers": sheet.done}
    seat = actor.seat(Role.UNIT_CLERK, sheet.unit_id)
    events.note_on(session, f"person/{actor.id}", "list_dropped", detail, actor=actor, seat=seat, at=now)
    return sheet
