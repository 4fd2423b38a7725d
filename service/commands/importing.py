"""Taking a spreadsheet in, some rows at a time: each row is dealt with once, and says what became of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.errors import Conflict, NotFound, Reason, Refused
from service.models import Sheet
from workflows.errors import InvalidAnswers, msg

AT_ONCE = 40
"""Rows of one transaction: others write in between."""
READ, TAKING, TAKEN, DROPPED = "read", "taking", "taken", "dropped"
_DONE = Reason("done", msg("This spreadsheet has been dealt with already."))
Enter = Callable[[Mapping[str, Any]], str]
"""Enters one row and answers with its user name or code. Raises Refused or InvalidAnswers."""


def find_import(session: Session, kind: str, sheet_id: UUID) -> Sheet:
    """The spreadsheet, locked. Raises NotFound, or Conflict when it was taken in or dropped."""
    query = select(Sheet).where(Sheet.id == sheet_id, Sheet.kind == kind).with_for_update()
    sheet = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if sheet is None:
        raise NotFound(str(sheet_id))
    if sheet.status not in (READ, TAKING):
        who, at = keeping.last_change(session, sheet.id)
        raise Conflict(_DONE, who=who, at=at)
    return sheet


def take_some(session: Session, actor: Actor, sheet: Sheet, enter: Enter, *, now: datetime) -> Sheet:
    """Enter the next good rows; the sheet is `taken` when none is left."""
    dealt = {one["row"] for one in sheet.results}
    left = [row for row in sheet.rows if not row["problems"] and row["row"] not in dealt]
    results = [{"row": row["row"], **_dealt(session, row["values"], enter)} for row in left[:AT_ONCE]]
    sheet.results = [*sheet.results, *results]
    sheet.done += sum("code" in one for one in results)
    sheet.status = TAKING if len(left) > AT_ONCE else TAKEN
    session.flush()
    if sheet.status == TAKEN:
        detail = {"file": sheet.file_name, "sha256": sheet.sha256, "taken": sheet.done, "rows": len(sheet.rows)}
        keeping.note(session, f"{sheet.kind}_imported", sheet, detail, actor=actor, now=now)
    return sheet


def _dealt(session: Session, values: Mapping[str, Any], enter: Enter) -> dict[str, Any]:
    """The row's code, or what has become wrong with it since it was looked through: nothing of it is kept then."""
    try:
        with events.undone_if_refused(session):
            return {"code": enter(values)}
    except Refused as refused:
        return _told(refused.reason)
    except InvalidAnswers as invalid:
        return _told(next(iter(invalid.problems.values())))


def _told(reason: Any) -> dict[str, Any]:
    values = {name: value if isinstance(value, int) else str(value) for name, value in reason.values.items()}
    return {"problem": {"message": reason.message, "values": values}}
