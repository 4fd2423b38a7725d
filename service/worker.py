"""What happens without anybody acting: timers ring, people are reminded, drafts nobody needs any more are cleared."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, exists, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service.commands.remind_people import remind_people
from service.commands.wake_dossier import wake_dossier
from service.db import reading, transaction
from service.models import Dossier, Draft, Status, WorkItem

_log = logging.getLogger(__name__)
_AT_ONCE = 200
_KEPT = timedelta(days=30)
"""How long a draft is kept for whom somebody else was faster."""


def work_once(database: Engine, now: datetime) -> Mapping[str, int]:
    """Do everything that is due, each dossier in a transaction of its own, and say how much: woken, reminded, cleared.

    A dossier that somebody is acting on at this very moment is left for the next time.
    """
    woken = sum(_wake(database, dossier_id, now) for dossier_id in _due(database, now))
    with transaction(database) as session:
        reminded = remind_people(session, now=now)
        cleared = _clear_drafts(session, now)
    return {"woken": woken, "reminded": reminded, "cleared": cleared}


def _due(database: Engine, now: datetime) -> list[UUID]:
    with reading(database) as session:
        due = select(Dossier.id).where(Dossier.wake_at <= now, Dossier.status == Status.RUNNING)
        return list(session.scalars(due.order_by(Dossier.wake_at).limit(_AT_ONCE)))


def _wake(database: Engine, dossier_id: UUID, now: datetime) -> int:
    try:
        with transaction(database) as session:
            wake_dossier(session, dossier_id, now=now)
    except SQLAlchemyError:
        _log.warning("dossier %s could not be woken; it will be tried again", dossier_id, exc_info=True)
        return 0
    return 1


def _clear_drafts(session: Session, now: datetime) -> int:
    """Drafts of what has been sent, and of what somebody else completed long ago."""
    over = select(WorkItem.id).where(
        WorkItem.id == Draft.work_item_id,
        or_(WorkItem.closed_by_id == Draft.person_id, WorkItem.closed_at < now - _KEPT),
    )
    return session.connection().execute(delete(Draft).where(exists(over))).rowcount
