"""vinhdanh worker: timers that ring and reminders that are due."""

import logging
import threading
from argparse import Namespace

from sqlalchemy import Engine

from service import clock
from service.cli.installation import opened, require_current, settings_of
from service.cli.words import say
from service.worker import work_once

PAUSE = 30.0
"""Seconds between two looks at what is due."""
_log = logging.getLogger(__name__)


def run(asked: Namespace) -> int:
    """Do what is due, once or until stopped."""
    settings = settings_of()
    with opened(settings) as database:
        require_current(database)
        if asked.once:
            say(f"Done: {work_once(database, clock.now())}")
        else:
            work_until(threading.Event(), database)
    return 0


def work_until(stop: threading.Event, database: Engine) -> None:
    """Do what is due every half minute; a failure of any kind is logged, and the next look comes all the same."""
    while not stop.is_set():
        try:
            work_once(database, clock.now())
        except Exception:
            _log.exception("What is due could not be done; it is tried again.")
        stop.wait(PAUSE)
