"""Doing the jobs of PostgreSQL's queue by Procrastinate's worker; any number of processes may."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import monotonic
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy import Engine

from service import clock
from service.config import Settings
from service.db import reading, transaction
from service.jobs import BACKOFF, TRIES, AllWait, GiveUp, postgresql, waiting
from service.jobs.failing import reason_of, settle
from service.jobs.postgresql import SILENCE
from service.worker.handlers import Handler

AT_ONCE = 4
"""How many jobs one process does at the same time."""
_LOOK = 2.0
"""Seconds between looks for what nobody is told of: jobs that rested, or were locked when they came."""
_GRACE = 10.0
"""Seconds a job may still take when the worker is stopped; later it goes back."""
_HEED = 0.2
"""Seconds until a stop is heeded."""
_log = logging.getLogger(__name__)


def _is_discreet(record: logging.LogRecord) -> bool:
    """Procrastinate writes what a job is given into the log, letters and links too; what matters we say ourselves."""
    of_jobs = any(hasattr(record, name) for name in ("job", "jobs"))
    return not of_jobs and getattr(record, "action", "") != "ending_job"


for _name in ("jobs", "worker", "worker.worker"):
    logging.getLogger(f"procrastinate.{_name}").addFilter(_is_discreet)


class _Backoff(BaseRetryStrategy):
    """The port's own schedule."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None when the job is dead."""
        if isinstance(exception, GiveUp) or job.attempts + 1 >= TRIES:
            return None
        return RetryDecision(retry_at=clock.now() + BACKOFF[job.attempts])


def do_jobs(database: Engine, settings: Settings, now: datetime, handlers: Mapping[str, Handler]) -> int:
    """Do every job that is due, and say how many were tried."""
    look_after(database, now, handlers)
    tried: list[str] = []
    before = -1
    while before < len(tried) and _some_wait(database, now):
        before = len(tried)
        app = _app(database, settings, lambda: now, handlers, tried.append)
        _run(_work(app, wait=False))
    look_after(database, now, handlers)
    return len(tried)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end in a thread of its own: the caller's may have a loop that runs already."""
    with ThreadPoolExecutor(1) as own:
        own.submit(asyncio.run, work).result()


def do_jobs_until(
    stop: threading.Event,
    database: Engine,
    settings: Settings,
    now: Callable[[], datetime],
    handlers: Mapping[str, Handler],
) -> None:
    """Do jobs as they come, until stopped."""
    app = _app(database, settings, now, handlers, lambda _: None)
    asyncio.run(_work_until(stop, app, lambda: look_after(database, now(), handlers)))


def look_after(database: Engine, now: datetime, handlers: Mapping[str, Handler]) -> None:
    """Put back what a dead worker left behind, and raise the incidents of jobs that died."""
    with transaction(database) as session:
        postgresql.bring_back(session)
        postgresql.bury_dead(session, frozenset(handlers), now)


def _app(
    database: Engine,
    settings: Settings,
    now: Callable[[], datetime],
    handlers: Mapping[str, Handler],
    tell: Callable[[str], None],
) -> App:
    """The queue with a task for each kind, which tells of each try; who adds jobs has a connection of their own."""
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=AT_ONCE + 2))

    def run(context: JobContext, /, **_: Any) -> None:
        tell(context.job.task_name)
        _do(database, settings, context.job, handlers[context.job.task_name], now())

    for kind in handlers:
        app.task(name=kind, pass_context=True, retry=_Backoff())(run)
    return app


def _some_wait(database: Engine, now: datetime) -> bool:
    with reading(database) as session:
        return waiting(session, now).oldest is not None


async def _work(app: App, *, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=AT_ONCE,
            wait=wait,
            listen_notify=wait,
            install_signal_handlers=False,
            fetch_job_polling_interval=_LOOK,
            shutdown_graceful_timeout=_GRACE,
        )


async def _work_until(stop: threading.Event, app: App, look: Callable[[], None]) -> None:
    """Beside the work itself, the periodic look after what dead workers left.

    It ends as well when the queue could not write down what became of a job: that one is nobody's only once this
    worker has gone, and stays undone as long as it lives.
    """
    unwritten = asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(lambda _, said: _note_unwritten(unwritten, said))
    work, looked = asyncio.create_task(_work(app, wait=True)), 0.0
    try:
        while not (stop.is_set() or unwritten.is_set() or work.done()):
            if monotonic() >= looked + SILENCE.total_seconds():
                looked = monotonic()
                await asyncio.to_thread(look)
            await asyncio.wait([work], timeout=_HEED)
    finally:
        work.cancel()
        [ended] = await asyncio.gather(work, return_exceptions=True)
    if isinstance(ended, Exception):
        raise ended


def _note_unwritten(unwritten: asyncio.Event, said: Mapping[str, Any]) -> None:
    _log.error("The queue could not say what became of a job; the worker begins anew.", exc_info=said.get("exception"))
    unwritten.set()


def _do(database: Engine, settings: Settings, job: Job, handler: Handler, now: datetime) -> None:
    number = job.id or 0
    try:
        handler(database, settings, dict(job.task_kwargs["payload"]), now)  # type: ignore[arg-type]
    except Exception as error:
        why = reason_of(error)
        said = number, job.task_name, job.attempts + 1, why.code
        _log.warning("job %s (%s) failed at try %s: %s", *said, exc_info=True)
        with transaction(database) as session:
            if isinstance(error, AllWait):
                postgresql.put_off(session, job.task_name, error.of)
            key = job.task_kwargs.get("key")
            if postgresql.note_failure(session, number, str(key) if key else None, why, now):
                return
        raise
    with transaction(database) as session:
        settle(session, str(number), now=now)
