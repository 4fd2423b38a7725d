"""What happens without anybody acting: timers ring, stranded tasks go back, people are reminded, drafts are cleared."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, exists, or_, select
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from service.clock import local_date
from service.commands.giving_back import give_back
from service.commands.incidents import failed
from service.commands.locking import find_item
from service.commands.remind_people import remind_people
from service.commands.wake_dossier import wake_dossier
from service.db import reading, transaction
from service.models import Dossier, Draft, Status, WorkItem
from service.queries.stranded import stranded_items
from workflows.errors import Problem

_log = logging.getLogger(__name__)
_AT_ONCE = 200
_KEPT = timedelta(days=30)
"""How long a draft is kept for whom somebody else was faster."""


def work_once(database: Engine, now: datetime) -> Mapping[str, int]:
    """Do everything that is due, and say how much: woken, released, reminded, cleared.

    Each dossier has a transaction of its own, and what fails on one is logged and stops no other. A dossier that
    somebody is acting on at this very moment is left for the next time.
    """
    return {
        "woken": _each(_due(database, now), lambda dossier_id: _wake(database, dossier_id, now)),
        "released": _each(_stranded(database, now), lambda item_id: _release(database, item_id, now)),
        "reminded": _in_one(database, lambda session: remind_people(session, now=now)),
        "cleared": _in_one(database, lambda session: _clear_drafts(session, now)),
    }


def _each(ids: list[UUID], do: Callable[[UUID], bool]) -> int:
    """For how many it was done; what fails is tried again the next time."""
    done = 0
    for one in ids:
        try:
            done += do(one)
        except Exception:
            _log.warning("%s could not be dealt with; it is tried again", one, exc_info=True)
    return done


def _in_one(database: Engine, do: Callable[[Session], int]) -> int:
    try:
        with transaction(database) as session:
            return do(session)
    except Exception:
        _log.warning("what is due could not be done; it is tried again", exc_info=True)
        return 0


def _due(database: Engine, now: datetime) -> list[UUID]:
    with reading(database) as session:
        due = select(Dossier.id).where(Dossier.wake_at <= now, Dossier.status == Status.RUNNING)
        return list(session.scalars(due.order_by(Dossier.wake_at).limit(_AT_ONCE)))


def _wake(database: Engine, dossier_id: UUID, now: datetime) -> bool:
    """What no second try would mend is told on the dossier; what the database refused for now is raised."""
    failure: Problem | None = None
    try:
        with transaction(database) as session:
            wake_dossier(session, dossier_id, now=now)
    except Exception as error:
        if isinstance(error, SQLAlchemyError) and not isinstance(error, IntegrityError | DataError):
            raise
        _log.exception("dossier %s could not be woken; it has an incident now", dossier_id)
        failure = failed(error)
    if failure is not None:
        with transaction(database) as session:
            wake_dossier(session, dossier_id, now=now, failure=failure)
    return failure is None


def _stranded(database: Engine, now: datetime) -> list[UUID]:
    with reading(database) as session:
        return stranded_items(session, today=local_date(now))


def _release(database: Engine, item_id: UUID, now: datetime) -> bool:
    with transaction(database) as session:
        return give_back(session, find_item(session, item_id), now=now)


def _clear_drafts(session: Session, now: datetime) -> int:
    """Drafts of what has been sent, and of what somebody else completed long ago."""
    over = select(WorkItem.id).where(
        WorkItem.id == Draft.work_item_id,
        or_(WorkItem.closed_by_id == Draft.person_id, WorkItem.closed_at < now - _KEPT),
    )
    return session.connection().execute(delete(Draft).where(exists(over))).rowcount
