"""Jobs in tests, on either queue: handlers that fail as told, the queue's clock moved on, workers that die."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text

from factories import NOON, World
from service import jobs, rows
from service.config import Settings
from service.db import reading, transaction
from service.ids import new_id
from service.jobs import table
from service.models import Job
from service.worker.handlers import Handler


class Handled:
    """A handler that keeps what it was given, and fails as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.given: list[dict[str, Any]] = []
        self.failures = list(failures)

    def __call__(self, database: Engine, settings: Settings, payload: dict[str, Any], now: datetime) -> None:
        self.given.append(payload)
        if self.failures:
            raise self.failures.pop(0)


def handlers(**kinds: Handler) -> dict[str, Handler]:
    """A registry of these kinds alone."""
    return kinds


def add(world: World, kind: str, now: datetime, **more: Any) -> None:
    """A job, committed."""
    with transaction(world.database) as session:
        jobs.enqueue(session, kind, more.pop("payload", {}), now=now, **more)


def let_die(world: World, number: int) -> None:
    """Jobs that are no longer tried, more than could be let die one by one."""
    of_postgresql = (
        "insert into procrastinate_jobs (task_name, queue_name, status, attempts, args)"
        " values ('mail', 'default', 'failed', 8, '{\"payload\": {}}')"
    )
    with transaction(world.database) as session:
        if world.database.dialect.name == "postgresql":
            session.execute(text(of_postgresql), [{}] * number)
            return
        rows.add(
            session,
            Job,
            [
                {
                    "id": new_id(),
                    "kind": "mail",
                    "payload": {},
                    "made_at": NOON,
                    "run_at": NOON,
                    "dead_at": NOON,
                    "attempts": 8,
                }
                for _ in range(number)
            ],
        )


def dead(world: World) -> list[jobs.DeadJob]:
    with reading(world.database) as session:
        return jobs.dead_jobs(session)


def waiting(world: World, now: datetime) -> jobs.Waiting:
    with reading(world.database) as session:
        return jobs.waiting(session, now)


def let_rest(world: World) -> None:
    """Have PostgreSQL's queue, whose clock nobody can move, think that its jobs have rested."""
    if world.database.dialect.name == "postgresql":
        with transaction(world.database) as session:
            session.execute(text("update procrastinate_jobs set scheduled_at = null where status = 'todo'"))


def killed_at_work(world: World, now: datetime) -> None:
    """Leave what a worker leaves that took a job and was killed."""
    with transaction(world.database) as session:
        if world.database.dialect.name == "sqlite":
            assert table.claim(session, now)
            return
        silent = session.scalar(
            text("insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 minute') returning id")
        )
        session.execute(text("select procrastinate_fetch_job_v2(null, :worker)"), {"worker": silent})
