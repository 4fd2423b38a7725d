"""Doing the jobs of our own table, one after the other."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import orjson
from sqlalchemy import Engine

from service.config import Settings
from service.db import reading, transaction
from service.errors import Reason
from service.jobs import AllWait, GiveUp, table
from service.jobs.failing import KILLED, UNKNOWN, UNREADABLE, bury, reason_of, settle
from service.jobs.kinds import TRIES
from service.jobs.table import LEASE, Claimed
from service.worker.attempts import in_one
from service.worker.handlers import Handler

PACE = LEASE.total_seconds() / 3
"""Seconds after which the lease of a job that is still worked on is renewed."""
_log = logging.getLogger(__name__)


def do_jobs(database: Engine, settings: Settings, now: datetime, handlers: Mapping[str, Handler]) -> int:
    """Do every job that is due, and say how many were tried."""
    tried = 0
    while job := _claim(database, now):
        _do(database, settings, job, now, handlers)
        tried += 1
    return tried


def do_jobs_until(
    stop: threading.Event,
    database: Engine,
    settings: Settings,
    now: Callable[[], datetime],
    handlers: Mapping[str, Handler],
) -> None:
    """Do jobs as they come: after each one look for a stop, and when none is left come back later."""
    while not stop.is_set() and (job := _claim(database, now())):
        _do(database, settings, job, now(), handlers)


def _claim(database: Engine, now: datetime) -> Claimed | None:
    """The next job; nobody writes to the database when there is none."""
    with reading(database) as session:
        if not table.is_due(session, now):
            return None
    with transaction(database) as session:
        return table.claim(session, now)


def _do(database: Engine, settings: Settings, job: Claimed, now: datetime, handlers: Mapping[str, Handler]) -> None:
    handler = handlers.get(job.kind)
    if handler is None or job.tries > TRIES:
        _failed(database, job, UNKNOWN if handler is None else KILLED, now, for_good=True)
        return
    try:
        payload = orjson.loads(job.payload)
    except orjson.JSONDecodeError:
        _failed(database, job, UNREADABLE, now, for_good=True)
        return
    begun = monotonic()
    try:
        with _kept(database, job, now):
            handler(database, settings, payload, now)
    except Exception as error:
        why = reason_of(error)
        _log.warning("job %s (%s) failed at try %s: %s", job.id, job.kind, job.tries, why.code, exc_info=True)
        ended = now + timedelta(seconds=monotonic() - begun)
        _failed(database, job, why, ended, for_good=isinstance(error, GiveUp))
        if isinstance(error, AllWait):
            with transaction(database) as session:
                table.put_off(session, job.kind, error.of, ended)
        return
    with transaction(database) as session:
        if table.finish(session, job, now):
            settle(session, str(job.id), now=now)


def _failed(database: Engine, job: Claimed, reason: Reason, now: datetime, *, for_good: bool) -> None:
    with transaction(database) as session:
        if table.fail(session, job, reason, now, for_good=for_good):
            bury(session, str(job.id), job.kind, job.tries, reason, now=now)


@contextmanager
def _kept(database: Engine, job: Claimed, now: datetime) -> Iterator[None]:
    """Renew the lease as long as the job is worked on, so that a short lease does for long jobs too."""
    done, begun = threading.Event(), monotonic()

    def renew() -> None:
        while not done.wait(PACE):
            worked = timedelta(seconds=monotonic() - begun)
            in_one(database, partial(table.renew, job=job, until=now + worked + LEASE))

    keeper = threading.Thread(target=renew, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
