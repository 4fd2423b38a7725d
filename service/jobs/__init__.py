"""What is to be done after the commit: one port; which queue stands behind it, the database decides."""

from collections.abc import Mapping
from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from service.jobs import table
from service.jobs.failing import AllWait, GiveUp
from service.jobs.kinds import BACKOFF, TRIES, DeadJob, Dismissed, Waiting

__all__ = [
    "BACKOFF",
    "TRIES",
    "AllWait",
    "DeadJob",
    "Dismissed",
    "GiveUp",
    "Waiting",
    "clear_done",
    "count_dead",
    "dead_jobs",
    "dismiss_job",
    "enqueue",
    "retry_job",
    "waiting",
]


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    run_at: datetime | None = None,
    key: str | None = None,
    dossier_id: UUID | None = None,
) -> None:
    """Have a job done at least once, soon or from `run_at` on, if this transaction commits.

    Nothing is added while a job of the same `key` waits and nobody has begun it; that one then starts only after this
    transaction. Who adds several keys in one transaction adds them in a steady order.
    """
    plain = orjson.loads(orjson.dumps(dict(payload)))
    _queue(session).enqueue(session, kind, plain, now=now, run_at=run_at, key=key, dossier_id=dossier_id)


def dead_jobs(session: Session, *, most: int = 200) -> list[DeadJob]:
    """The jobs that are no longer tried, the latest first."""
    found: list[DeadJob] = _queue(session).dead_jobs(session, most)
    return found


def count_dead(session: Session) -> int:
    """How many jobs are no longer tried."""
    count: int = _queue(session).count_dead(session)
    return count


def waiting(session: Session, now: datetime) -> Waiting:
    """How many jobs nobody has begun, and since when the oldest of those that are due waits."""
    found: Waiting = _queue(session).waiting(session, now)
    return found


def retry_job(session: Session, job_id: str, *, now: datetime) -> bool:
    """Put a dead job back with all its tries, and say whether it was dead."""
    done: bool = _queue(session).retry_job(session, job_id, now)
    return done


def dismiss_job(session: Session, job_id: str, *, now: datetime) -> Dismissed | None:
    """Give a dead job up for good, and say what is never done now; None when there is no such dead job."""
    dismissed: Dismissed | None = _queue(session).dismiss_job(session, job_id, now)
    return dismissed


def clear_done(session: Session, *, before: datetime) -> int:
    """Forget jobs that were done or dismissed before a moment, and say how many."""
    cleared: int = _queue(session).clear_done(session, before)
    return cleared


def _queue(session: Session) -> ModuleType:
    if session.get_bind().dialect.name == "postgresql":
        from service.jobs import postgresql  # only there: it loads a library of its own

        return postgresql
    return table
