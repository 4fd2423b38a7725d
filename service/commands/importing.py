"""An administrator's spreadsheet as its commands meet it: locked, and not dealt with yet."""

from uuid import UUID

from sqlalchemy.orm import Session

from service.commands import catalogue_keeping as keeping
from service.commands import sheet_work
from service.errors import Conflict, NotFound, Reason
from service.imports import KINDS
from service.models import Sheet
from workflows.errors import msg

_DONE = Reason("done", msg("This spreadsheet has been dealt with already."))


def find_import(session: Session, sheet_id: UUID) -> Sheet:
    """The spreadsheet, locked. Raises NotFound, or Conflict when it was taken in or dropped."""
    sheet = sheet_work.hold(session, sheet_id, *KINDS)
    if sheet is None:
        raise NotFound(str(sheet_id))
    if sheet.status in (sheet_work.TAKEN, sheet_work.DROPPED):
        who, at = keeping.last_change(session, sheet.id)
        raise Conflict(_DONE, who=who, at=at)
    return sheet
