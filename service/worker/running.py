"""The worker at work: one thread for what falls due, one for jobs, until stopped."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from sqlalchemy import Engine

from service import clock
from service.config import Settings
from service.worker.due import do_at_once, do_due, is_due
from service.worker.jobs import do_jobs_until
from service.worker.mailing import hand_over
from service.worker.sweeping import sweep

LOOK = 1.0
"""Seconds between two looks whether something fell due this very moment."""
ROUND = 30.0
"""Seconds after which everything is looked through, whatever the looks say."""
SWEEP = 3600.0
_GOODBYE = 10.0
_ENDS = (signal.SIGTERM, signal.SIGINT)
_log = logging.getLogger(__name__)


def work_until(
    stop: threading.Event, database: Engine, settings: Settings, now: Callable[[], datetime] = clock.now
) -> None:
    """Do what is due until stopped; a failure of any kind is logged, and the next look comes all the same.

    The pauses between failures grow up to a round, so that a database that is away for a night fills no disk.
    """
    jobs = threading.Thread(target=do_jobs_until, args=(stop, database, settings, now), daemon=True)
    jobs.start()
    rounds, sweeps, looks, pause = _Due(ROUND), _Due(SWEEP), True, LOOK
    while not stop.is_set():
        try:
            if rounds.now():
                do_due(database, now())
                hand_over(database, settings, now())
                looks = True
            elif looks and is_due(database, now()):
                # What a look could not do is left to the next round.
                looks = any(do_at_once(database, now()).values())
            if sweeps.now():
                sweep(database, settings, now())
            pause = LOOK
        except Exception:
            pause = min(2 * pause, ROUND)
            _log.exception("What is due could not be done; it is tried again in %d seconds.", pause)
        stop.wait(pause)
    jobs.join(_GOODBYE)


def work_until_told(database: Engine, settings: Settings, *, ready: Callable[[], None]) -> None:
    """The same as a process of its own, until SIGTERM or SIGINT, which are heeded once it calls `ready`.

    What is being done when they come is finished first.
    """
    # The main thread waits for them: a handler that woke the work might interrupt it while it goes to sleep.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    stop = threading.Event()
    worker = threading.Thread(target=work_until, args=(stop, database, settings))
    worker.start()
    ready()
    signal.sigwait(_ENDS)
    stop.set()
    worker.join()


class _Due:
    """Comes round every so many seconds, at first at once."""

    def __init__(self, every: float) -> None:
        self._every, self._next = every, 0.0

    def now(self) -> bool:
        """Whether its time has come; if so it begins anew."""
        if monotonic() < self._next:
            return False
        self._next = monotonic() + self._every
        return True
