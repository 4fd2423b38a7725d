"""Throw a spreadsheet away: what its rows say is forgotten, what was entered stays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.importing import find_import
from service.commands.sheet_work import DROPPED
from service.models import Sheet


def drop_import(session: Session, actor: Actor, sheet_id: UUID, *, now: datetime) -> Sheet:
    """Forget the rows. Raises NotAllowed, NotFound, or Conflict when all of it has been dealt with."""
    require_administrator(actor)
    keeping.take_turn(session)
    sheet = find_import(session, sheet_id)
    sheet.status, sheet.rows = DROPPED, []
    session.flush()
    detail = {"file": sheet.file_name, "sha256": sheet.sha256, "taken": sheet.done}
    keeping.note(session, f"{sheet.kind}_dropped", sheet, detail, actor=actor, now=now)
    return sheet
