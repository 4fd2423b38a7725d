"""Send a spreadsheet of people or units: it is looked through and kept; nothing is entered yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.import_judging import judge
from service.commands.sheet_work import READ
from service.documents import clean_name
from service.ids import new_id
from service.imports import KINDS
from service.models import Sheet
from service.sheets import Row


def send_import(
    session: Session, actor: Actor, kind: str, rows: Sequence[Row], *, file_name: str, sha256: str, now: datetime
) -> Sheet:
    """Keep the rows of a spreadsheet with what is wrong in which cell. Raises NotAllowed."""
    require_administrator(actor)
    if kind not in KINDS:
        raise ValueError(kind)
    judged = judge(session, kind, rows, local_date(now))
    sheet = Sheet(
        id=new_id(),
        kind=kind,
        file_name=clean_name(file_name) or f"{kind}.xlsx",
        sha256=sha256,
        sent_at=now,
        sent_by_id=actor.id,
        shared={},
        rows=judged,
        good=sum(not row["problems"] for row in judged),
        status=READ,
        done=0,
        results=[],
    )
    session.add(sheet)
    session.flush()
    detail = {"file": sheet.file_name, "sha256": sha256, "rows": len(judged), "good": sheet.good}
    keeping.note(session, f"{kind}_sent", sheet, detail, actor=actor, now=now)
    return sheet
