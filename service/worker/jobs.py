"""Doing the jobs that are due, whichever queue they wait in."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType

from sqlalchemy import Engine

from service.config import Settings
from service.worker import from_table
from service.worker.handlers import HANDLERS, Handler

PAUSE = 1.0
"""Seconds between two looks at a queue that tells nobody when something comes."""
_log = logging.getLogger(__name__)


def do_jobs(database: Engine, settings: Settings, now: datetime, handlers: Mapping[str, Handler] = HANDLERS) -> int:
    """Do every job that is due, and say how many were tried."""
    tried: int = _runner(database).do_jobs(database, settings, now, handlers)
    return tried


def do_jobs_until(stop: threading.Event, database: Engine, settings: Settings, now: Callable[[], datetime]) -> None:
    """Do jobs as they come, until stopped; a failure of any kind is logged, and work goes on all the same."""
    while not stop.is_set():
        try:
            _runner(database).do_jobs_until(stop, database, settings, now, HANDLERS)
        except Exception:
            _log.exception("Jobs could not be looked for; it is tried again.")
        stop.wait(PAUSE)


def _runner(database: Engine) -> ModuleType:
    if database.dialect.name == "postgresql":
        from service.worker import from_postgresql  # only there: it loads a library of its own

        return from_postgresql
    return from_table
