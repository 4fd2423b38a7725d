"""The jobs of lists: taking rows in and sending proposals, some at a time, on behalf of whoever ordered it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service import jobs, permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.lists import RowRefused
from service.commands.submit_rows import submit_rows
from service.commands.take_rows import take_rows
from service.config import Settings
from service.db import transaction
from service.models import Sheet

AT_ONCE = 10
"""Rows of one transaction: nobody else's writing waits longer than these take."""
ROUNDS = 10
"""Transactions of one job; then it queues up again, so that mail does not wait for a long list."""


def take_sheet(database: Engine, _settings: Settings, payload: Mapping[str, Any], now: datetime) -> None:
    """Take in rows that are left, each once however often this is begun again."""
    sheet_id = UUID(payload["sheet_id"])
    for _ in range(ROUNDS):
        with transaction(database) as session:
            if not take_rows(session, _sender(session, sheet_id, now), sheet_id, most=AT_ONCE, now=now):
                return
    _go_on(database, "take_sheet", sheet_id, now)


def submit_sheet(database: Engine, _settings: Settings, payload: Mapping[str, Any], now: datetime) -> None:
    """Send proposals that are left; one that cannot be sent is noted and holds up no other."""
    sheet_id = UUID(payload["sheet_id"])
    for _ in range(ROUNDS):
        if not _send_some(database, sheet_id, now):
            return
    _go_on(database, "submit_sheet", sheet_id, now)


def _send_some(database: Engine, sheet_id: UUID, now: datetime) -> bool:
    """Where one cannot be sent, nothing is, but that it cannot is noted: the next time goes past it."""
    try:
        return _send(database, sheet_id, now, most=AT_ONCE, refused={})
    except RowRefused as row:
        refused = {row.row: row.kept}
    return _send(database, sheet_id, now, most=0, refused=refused)


def _send(database: Engine, sheet_id: UUID, now: datetime, *, most: int, refused: Mapping[int, Any]) -> bool:
    with transaction(database) as session:
        sender = _sender(session, sheet_id, now)
        return submit_rows(session, sender, sheet_id, most=most, refused=refused, now=now)


def _go_on(database: Engine, kind: str, sheet_id: UUID, now: datetime) -> None:
    with transaction(database) as session:
        jobs.enqueue(session, kind, {"sheet_id": str(sheet_id)}, now=now, key=f"{kind}/{sheet_id}")


def _sender(session: Session, sheet_id: UUID, now: datetime) -> Actor | None:
    """Who sent the list, with the seats they hold now."""
    sent_by = session.scalar(select(Sheet.sent_by_id).where(Sheet.id == sheet_id))
    return permissions.actor_of(session, sent_by, today=local_date(now)) if sent_by else None
