"""The jobs of spreadsheets: taking rows in and sending proposals, some at a time, on behalf of whoever ordered it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service import jobs, permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.import_rows import import_rows
from service.commands.lists import NOMINEES, RowRefused
from service.commands.submit_rows import submit_rows
from service.commands.take_rows import take_rows
from service.config import Settings
from service.db import transaction
from service.models import Sheet

Payload = Mapping[str, Any]
"""{sheet_id, person_id}: the sheet, and who ordered what is done with it."""
AT_ONCE = 10
"""Rows of one transaction: nobody else's writing waits longer than these take."""
ROUNDS = 10
"""Transactions of one job; then it queues up again, so that mail does not wait for a long list."""


def take_sheet(database: Engine, _settings: Settings, payload: Payload, now: datetime) -> None:
    """Take in rows that are left, each once however often this is begun again."""
    for _ in range(ROUNDS):
        with transaction(database) as session:
            if not _take_some(session, payload, now):
                return
    _go_on(database, "take_sheet", payload, now)


def submit_sheet(database: Engine, _settings: Settings, payload: Payload, now: datetime) -> None:
    """Send proposals that are left; one that cannot be sent is noted and holds up no other."""
    for _ in range(ROUNDS):
        if not _send_some(database, payload, now):
            return
    _go_on(database, "submit_sheet", payload, now)


def _take_some(session: Session, payload: Payload, now: datetime) -> bool:
    """Nominees become dossiers, people and units are entered."""
    sheet_id = UUID(payload["sheet_id"])
    kind = session.scalar(select(Sheet.kind).where(Sheet.id == sheet_id))
    take = take_rows if kind == NOMINEES else import_rows
    return take(session, _orderer(session, payload, now), sheet_id, most=AT_ONCE, now=now)


def _send_some(database: Engine, payload: Payload, now: datetime) -> bool:
    """Where one cannot be sent, nothing is, but that it cannot is noted: the next time goes past it."""
    try:
        return _send(database, payload, now, most=AT_ONCE, refused={})
    except RowRefused as row:
        refused = {row.row: row.kept}
    return _send(database, payload, now, most=0, refused=refused)


def _send(database: Engine, payload: Payload, now: datetime, *, most: int, refused: Mapping[int, Any]) -> bool:
    with transaction(database) as session:
        clerk = _orderer(session, payload, now)
        return submit_rows(session, clerk, UUID(payload["sheet_id"]), most=most, refused=refused, now=now)


def _go_on(database: Engine, kind: str, payload: Payload, now: datetime) -> None:
    with transaction(database) as session:
        jobs.enqueue(session, kind, payload, now=now, key=f"{kind}/{payload['sheet_id']}")


def _orderer(session: Session, payload: Payload, now: datetime) -> Actor | None:
    """Who ordered it, with the seats they hold now."""
    return permissions.actor_of(session, UUID(payload["person_id"]), today=local_date(now))
