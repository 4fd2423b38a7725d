"""Sending a list of nominees: it is looked through and kept; no dossier exists yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands.lists import NOMINEES
from service.commands.sheet_work import READ
from service.errors import NotAllowed
from service.ids import new_id
from service.models import Role, Sheet


@dataclass(frozen=True, slots=True)
class SentList:
    """A list that has been looked through: its file, what its letter says, its rows as the table of sheets has them."""

    award_kind_id: UUID
    unit_id: UUID
    file_name: str
    data: bytes
    shared: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


def send_list(session: Session, actor: Actor, sent: SentList, *, now: datetime) -> Sheet:
    """Keep a list for whoever sends it. Raises NotAllowed for who is no clerk of its unit."""
    if reason := permissions.why_not_propose(actor, sent.unit_id):
        raise NotAllowed(reason)
    sheet = Sheet(
        id=new_id(),
        kind=NOMINEES,
        file_name=sent.file_name[:200],
        sha256=sha256(sent.data).hexdigest(),
        sent_at=now,
        sent_by_id=actor.id,
        unit_id=sent.unit_id,
        award_kind_id=sent.award_kind_id,
        shared=dict(sent.shared),
        rows=[dict(row) for row in sent.rows],
        good=sum(not row["problems"] for row in sent.rows),
        status=READ,
        done=0,
        results=[],
    )
    session.add(sheet)
    detail = {"sheet": str(sheet.id), "sha256": sheet.sha256, "rows": len(sent.rows), "good": sheet.good}
    seat = actor.seat(Role.UNIT_CLERK, sent.unit_id)
    events.note_on(session, f"person/{actor.id}", "list_sent", detail, actor=actor, seat=seat, at=now)
    return sheet
