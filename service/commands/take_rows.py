"""Taking in some rows of a list: each becomes a dossier with the row as the draft of its proposal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.lists import NOMINEES, form_of
from service.commands.open_dossier import open_dossier
from service.commands.sheet_work import STOPPED, TAKEN, TAKING, Result, hold, kept, left_to_take
from service.errors import Refused
from service.models import AwardKind, Sheet
from service.proposals import stored_as
from workflows.forms import Form


def take_rows(session: Session, actor: Actor | None, sheet_id: UUID, *, most: int, now: datetime) -> bool:
    """Take in at most so many rows, and say whether more are left.

    Rows and results change together, so a row is taken once however often this is begun again. `actor` is who sent the
    list, with the seats they hold now; when they may no longer propose, or have left, the list stops.
    """
    sheet = hold(session, sheet_id, NOMINEES)
    if sheet is None or sheet.status != TAKING:
        return False
    if actor is None or permissions.why_not_propose(actor, sheet.unit_id):
        sheet.status = STOPPED
        return False
    rows = left_to_take(sheet)
    results = _take(session, actor, sheet, rows[:most], now)
    sheet.results = [*sheet.results, *results]
    sheet.done += sum("dossier" in one for one in results)
    sheet.status = TAKING if len(rows) > most else TAKEN
    return len(rows) > most


def _take(session: Session, actor: Actor, sheet: Sheet, rows: list[dict[str, Any]], now: datetime) -> list[Result]:
    try:
        award, form = form_of(session, sheet, local_date(now))
    except Refused as refused:
        return [{"row": row["row"], "problem": kept(refused.reason)} for row in rows]
    return [_become(session, actor, sheet, row, award, form, now) for row in rows]


def _become(
    session: Session, actor: Actor, sheet: Sheet, row: dict[str, Any], award: AwardKind, form: Form, now: datetime
) -> Result:
    answers = {**sheet.shared, **row["values"]}
    assert sheet.unit_id is not None
    try:
        dossier = open_dossier(
            session,
            actor,
            award_kind=award.code,
            unit_id=sheet.unit_id,
            nominee_kind=answers.get(stored_as(form, "nominee.kind"), ""),
            nominee_name=answers.get(stored_as(form, "nominee.name"), ""),
            letter_id=sheet.submission_id,
            answers=answers,
            now=now,
        )
    except Refused as refused:  # nothing has been added yet
        return {"row": row["row"], "problem": kept(refused.reason)}
    return {"row": row["row"], "code": dossier.code, "dossier": str(dossier.id)}
