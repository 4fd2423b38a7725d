"""A spreadsheet at work: its states, the job that goes on with it, the rows that are left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from service import jobs
from service.actors import Actor
from service.errors import Reason
from service.models import Sheet

READ, TAKING, TAKEN = "read", "taking", "taken"
SUBMITTING, SUBMITTED = "submitting", "submitted"
STOPPED, DROPPED = "stopped", "dropped"
JOBS = {TAKING: "take_sheet", SUBMITTING: "submit_sheet"}
"""What is done with a spreadsheet at work."""
AT_WORK = JOBS.keys()
Result = dict[str, Any]
"""{row, code} of a row taken in, of a nominee also {dossier, sent}; else {row, problem: {message, values, about}}."""


def hold(session: Session, sheet_id: UUID, *kinds: str, rows: bool = True) -> Sheet | None:
    """The spreadsheet of one of these kinds, locked, whoever sent it; who needs none of its long rows leaves them."""
    wanted = select(Sheet).where(Sheet.id == sheet_id, Sheet.kind.in_(kinds)).with_for_update()
    wanted = wanted.execution_options(populate_existing=True)
    return session.scalar(wanted if rows else wanted.options(defer(Sheet.rows, raiseload=True)))


def order(session: Session, sheet: Sheet, actor: Actor, *, now: datetime) -> None:
    """Have done, on the actor's behalf, what a sheet at work waits for; not twice while nobody has begun it."""
    kind = JOBS[sheet.status]
    payload = {"sheet_id": str(sheet.id), "person_id": str(actor.id)}
    jobs.enqueue(session, kind, payload, now=now, key=f"{kind}/{sheet.id}")


def stop(session: Session, kind: str, payload: Mapping[str, Any]) -> None:
    """A job is never tried again: the sheet that waits for it stops, and can be gone on with or dropped."""
    if kind in JOBS.values() and "sheet_id" in payload:
        sheet = session.scalar(select(Sheet).where(Sheet.id == UUID(payload["sheet_id"])).with_for_update())
        if sheet is not None and JOBS.get(sheet.status) == kind:
            sheet.status = STOPPED


def left_to_take(sheet: Sheet) -> list[dict[str, Any]]:
    """The good rows that nothing has been done with yet."""
    dealt = {one["row"] for one in sheet.results}
    return [row for row in sheet.rows if not row["problems"] and row["row"] not in dealt]


def kept(reason: Reason) -> dict[str, Any]:
    """A reason as it is kept with a row."""
    values = {name: value if isinstance(value, int) else str(value) for name, value in reason.values.items()}
    return {"message": reason.message, "values": values}
