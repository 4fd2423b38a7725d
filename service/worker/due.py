"""What falls due on dossiers: timers ring, stranded tasks go back, people are reminded and told what happened."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, exists, select
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from service import permissions
from service.clock import local_date
from service.commands.giving_back import give_back
from service.commands.incidents import failed
from service.commands.locking import find_item
from service.commands.remind_people import remind_people
from service.commands.reminders import dossiers_to_remind
from service.commands.tell_people import tell_people
from service.commands.wake_dossier import wake_dossier
from service.db import reading, transaction
from service.models import Dossier, Status
from service.queries.stranded import stranded_items
from service.worker.attempts import each
from workflows.errors import Problem

_log = logging.getLogger(__name__)
_AT_ONCE = 200
_UNTOLD = Dossier.told < Dossier.events


def do_due(database: Engine, now: datetime) -> Mapping[str, int]:
    """Do all of it, and say how much: woken, released, reminded, told.

    A dossier that somebody is acting on at this very moment is waited for, or left for the next time.
    """
    return {
        "released": each(_stranded(database, now), lambda item_id: _release(database, item_id, now)),
        "reminded": each(_to_remind(database, now), lambda dossier_id: _remind(database, dossier_id, now)),
        **do_at_once(database, now),
    }


def do_at_once(database: Engine, now: datetime) -> Mapping[str, int]:
    """Do what somebody may be waiting for, and say how much: woken, told."""
    return {
        "woken": each(_due(database, now), lambda dossier_id: _wake(database, dossier_id, now)),
        "told": each(_untold(database), lambda dossier_id: _tell(database, dossier_id, now)),
    }


def is_due(database: Engine, now: datetime) -> bool:
    """Whether a timer has rung or something happened that nobody has been told of: a cheap look at two indexes."""
    rung = exists().where(Dossier.wake_at <= now, Dossier.status == Status.RUNNING)
    with reading(database) as session:
        return bool(session.scalar(select(rung | exists().where(_UNTOLD))))


def _due(database: Engine, now: datetime) -> list[UUID]:
    with reading(database) as session:
        due = select(Dossier.id).where(Dossier.wake_at <= now, Dossier.status == Status.RUNNING)
        return list(session.scalars(due.order_by(Dossier.wake_at).limit(_AT_ONCE)))


def _wake(database: Engine, dossier_id: UUID, now: datetime) -> int:
    def wake(session: Session, failure: Problem | None) -> bool:
        wake_dossier(session, dossier_id, now=now, failure=failure)
        return True

    return _do(database, permissions.TIMER, dossier_id, wake)


def _stranded(database: Engine, now: datetime) -> list[UUID]:
    with reading(database) as session:
        return stranded_items(session, today=local_date(now))


def _release(database: Engine, item_id: UUID, now: datetime) -> bool:
    with transaction(database) as session:
        return give_back(session, find_item(session, item_id), now=now)


def _to_remind(database: Engine, now: datetime) -> Sequence[UUID]:
    with reading(database) as session:
        return dossiers_to_remind(session, now=now)


def _remind(database: Engine, dossier_id: UUID, now: datetime) -> int:
    def remind(session: Session, failure: Problem | None) -> int:
        return remind_people(session, dossier_id, now=now, failure=failure)

    return _do(database, permissions.UNREMINDED, dossier_id, remind)


def _untold(database: Engine) -> Iterator[UUID]:
    """All of them, page by page: those that cannot be told keep no other from its turn."""
    page = select(Dossier.id).where(_UNTOLD).order_by(Dossier.id).limit(_AT_ONCE)
    with reading(database) as session:
        found = session.scalars(page).all()
    while found:
        yield from found
        with reading(database) as session:
            found = session.scalars(page.where(Dossier.id > found[-1])).all()


def _tell(database: Engine, dossier_id: UUID, now: datetime) -> int:
    def tell(session: Session, failure: Problem | None) -> bool:
        tell_people(session, dossier_id, now=now, failure=failure)
        return True

    return _do(database, permissions.UNTOLD, dossier_id, tell)


def _do(database: Engine, rule: str, dossier_id: UUID, act: Callable[[Session, Problem | None], int]) -> int:
    """What no second try would mend is told on the dossier; what the database refused for now is raised."""
    try:
        with transaction(database) as session:
            return act(session, None)
    except Exception as error:
        if isinstance(error, SQLAlchemyError) and not isinstance(error, IntegrityError | DataError):
            raise
        _log.exception("dossier %s: what is due failed (%s); it has an incident now", dossier_id, rule)
        failure = failed(rule, error)
    with transaction(database) as session:
        act(session, failure)
    return 0
