"""Jobs in a table of our own, where no queue is at hand: claimed under a lease, tried again, dead in the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Text,
    Update,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, aliased, defer

from service.errors import Reason
from service.ids import new_id
from service.jobs.failing import packed, unpacked
from service.jobs.kinds import BACKOFF, REST, TRIES, DeadJob, Dismissed, Waiting
from service.models import Job

LEASE = timedelta(minutes=1)
"""How long a job belongs to the worker that claimed it; who works longer renews it."""

_NONE = UUID(int=0)
_IS_DEAD = Job.dead_at.is_not(None), Job.done_at.is_(None)
_PAYLOAD = type_coerce(Job.payload, Text)
"""As it is written: what is broken must stop neither the queue nor who looks after it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in somebody's hands; `tries` counts this one, and tells this claim from any later one.

    The payload is JSON as it is written: nobody has read it yet.
    """

    id: UUID
    kind: str
    payload: str
    tries: int


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    run_at: datetime | None,
    key: str | None,
    dossier_id: UUID | None,
) -> None:
    """See the port; the key is free again as soon as somebody begins the job."""
    row = {"id": new_id(), "kind": kind, "payload": payload, "key": key, "dossier_id": dossier_id, "attempts": 0}
    new = sqlite.insert(Job).values(**row, made_at=now, run_at=run_at or now).on_conflict_do_nothing()
    session.connection().execute(new)


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is anything to claim."""
    return bool(session.scalar(select(exists().where(*_due(now)))))


def claim(session: Session, now: datetime) -> Claimed | None:
    """Take the job that has waited longest, or that was left behind, under a lease of a minute."""
    first = select(Job.id).where(*_due(now)).order_by(Job.run_at, Job.id).limit(1).scalar_subquery()
    taken = (
        update(Job)
        .where(Job.id == first)
        .values(leased_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, _PAYLOAD, Job.attempts)
    )
    row = session.connection().execute(taken).one_or_none()
    return Claimed(*row) if row else None


def renew(session: Session, job: Claimed, until: datetime) -> bool:
    """Keep a job longer, and say whether it still was the caller's."""
    return _say(session, _mine(job).values(leased_until=until))


def finish(session: Session, job: Claimed, now: datetime) -> bool:
    """The job is done; it says whether it still was the caller's."""
    return _say(session, _mine(job).values(done_at=now, leased_until=None, error=None))


def fail(session: Session, job: Claimed, reason: Reason, now: datetime, *, for_good: bool) -> bool:
    """Try the job again later, and say whether it is dead instead.

    Where another job of its key waits already, that one will do.
    """
    if for_good or job.tries >= TRIES:
        return _say(session, _mine(job).values(dead_at=now, leased_until=None, error=packed(reason)))
    again = _mine(job).where(~_another_waits()).values(run_at=now + BACKOFF[job.tries - 1])
    if not _say(session, again.values(leased_until=None, error=packed(reason))):
        finish(session, job, now)
    return False


def put_off(session: Session, kind: str, of: Mapping[str, str], now: datetime) -> None:
    """Leave those of a kind that wait, and whose payload holds all of `of`, alone for a while."""
    sound = case((func.json_valid(_PAYLOAD) == 1, _PAYLOAD), else_="{}")
    same = [func.json_extract(sound, f"$.{name}") == value for name, value in of.items()]
    due = update(Job).where(Job.kind == kind, *_due(now), *same)
    session.connection().execute(due.values(run_at=now + REST))


def dead_jobs(session: Session, most: int) -> list[DeadJob]:
    """See the port."""
    dead = select(Job).where(*_IS_DEAD).order_by(Job.id.desc()).limit(most)
    return [
        DeadJob(str(one.id), one.kind, one.attempts, one.dead_at, unpacked(one.error), _text(one.dossier_id))
        for one in session.scalars(dead.options(defer(Job.payload)))
    ]


def count_dead(session: Session) -> int:
    """See the port."""
    return session.scalar(select(func.count()).where(*_IS_DEAD)) or 0


def waiting(session: Session, now: datetime) -> Waiting:
    """See the port."""
    due = func.min(Job.run_at).filter(Job.run_at <= now)
    free = or_(Job.leased_until.is_(None), Job.leased_until <= now)
    jobs, oldest = session.execute(select(func.count(), due).where(*_waits(), free)).one()
    return Waiting(jobs, oldest)


def retry_job(session: Session, job_id: str, now: datetime) -> bool:
    """See the port."""
    back = {"dead_at": None, "attempts": 0, "run_at": now, "key": None}
    return _say(session, _dead(job_id).values(**back))


def dismiss_job(session: Session, job_id: str, now: datetime) -> Dismissed | None:
    """See the port."""
    given_up = _dead(job_id).values(done_at=now).returning(Job.kind, _PAYLOAD)
    row = session.connection().execute(given_up).one_or_none()
    return Dismissed(row.kind, _read(row[1])) if row else None


def clear_done(session: Session, before: datetime) -> int:
    """See the port."""
    return session.connection().execute(delete(Job).where(Job.done_at < before)).rowcount


def _waits() -> tuple[ColumnElement[bool], ...]:
    return Job.done_at.is_(None), Job.dead_at.is_(None)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return *_waits(), Job.run_at <= now, or_(Job.leased_until.is_(None), Job.leased_until <= now)


def _mine(job: Claimed) -> Update:
    """The job as this claim has it: a later claim has another count of tries."""
    return update(Job).where(Job.id == job.id, Job.attempts == job.tries, *_waits())


def _dead(job_id: str) -> Update:
    """The job, if it is dead; no job has an id that is none."""
    try:
        number = UUID(job_id)
    except ValueError:
        number = _NONE
    return update(Job).where(Job.id == number, *_IS_DEAD)


def _read(payload: str) -> dict[str, Any]:
    """What is written; nothing where it is broken."""
    try:
        return dict(orjson.loads(payload))
    except (ValueError, TypeError):
        return {}


def _another_waits() -> ColumnElement[bool]:
    other = aliased(Job)
    free = and_(other.done_at.is_(None), other.dead_at.is_(None), other.leased_until.is_(None))
    return exists().where(other.key == Job.key, other.id != Job.id, free)


def _say(session: Session, change: Update) -> bool:
    """Whether the change found its row."""
    return cast("CursorResult[Any]", session.connection().execute(change)).rowcount == 1


def _text(dossier_id: UUID | None) -> str | None:
    return str(dossier_id) if dossier_id else None
