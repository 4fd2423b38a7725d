"""Order the good rows of an administrator's spreadsheet to be entered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.importing import find_import
from service.commands.sheet_work import AT_WORK, TAKING, left_to_take, order
from service.errors import Conflict, Reason
from service.models import Person, Sheet
from workflows.errors import msg

_ANOTHERS = msg("{name} sent this spreadsheet and takes it in. Send the file yourself to take it in.")


def take_import(session: Session, actor: Actor, sheet_id: UUID, *, now: datetime) -> Sheet:
    """Have the good rows entered by a job, on the actor's behalf.

    For a sheet that is at work already the same is ordered again: its job may be dead. Whoever sent it takes it in: so
    the accounts it makes are theirs, and they give them no role that decides. Raises NotAllowed, NotFound, or Conflict
    when all of it has been dealt with or somebody else sent it.
    """
    require_administrator(actor)
    keeping.take_turn(session)
    sheet = find_import(session, sheet_id)
    _require_sender(session, actor, sheet)
    begun, sheet.status = sheet.status in AT_WORK, TAKING
    order(session, sheet, actor, now=now)
    if not begun:
        detail = {"file": sheet.file_name, "sha256": sheet.sha256, "rows": len(left_to_take(sheet))}
        keeping.note(session, f"{sheet.kind}_ordered", sheet, detail, actor=actor, now=now)
    return sheet


def _require_sender(session: Session, actor: Actor, sheet: Sheet) -> None:
    if sheet.sent_by_id != actor.id:
        name = session.scalars(select(Person.name).where(Person.id == sheet.sent_by_id)).one()
        raise Conflict(Reason("anothers", _ANOTHERS, {"name": name}), who=None, at=None)
