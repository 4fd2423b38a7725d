"""Whether this installation can work: its tables are those of this program, and its jobs get done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service import jobs, migrations

LONGEST_WAIT = timedelta(minutes=15)
"""A job that is due and that nobody has begun for so long: no worker is at work."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of jobs in numbers."""

    waiting_jobs: int
    dead_jobs: int
    oldest_job_seconds: float


def why_not_ready(session: Session, *, now: datetime) -> list[str]:
    """What keeps the installation from working, in plain English for operators; empty when nothing does."""
    if not migrations.is_current(session.connection()):
        return ["the database is not at the newest migration (vinhdanh db upgrade)"]
    waited = _waited(jobs.waiting(session, now), now)
    if waited > LONGEST_WAIT:
        return [f"jobs have been waiting for {int(waited.total_seconds() // 60)} minutes: is a worker running?"]
    return []


def queue_of(session: Session, *, now: datetime) -> Queue:
    """How much waits to be done, how much was given up, and how old the oldest is that is due."""
    waiting = jobs.waiting(session, now)
    return Queue(waiting.jobs, jobs.count_dead(session), _waited(waiting, now).total_seconds())


def _waited(waiting: jobs.Waiting, now: datetime) -> timedelta:
    return max(now - waiting.oldest, timedelta()) if waiting.oldest else timedelta()
