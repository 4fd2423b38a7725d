"""What happens without anybody acting: timers ring, people are reminded and told, jobs are done, leftovers swept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine

from service.config import Settings
from service.worker.due import do_due
from service.worker.handlers import HANDLERS, Handler
from service.worker.jobs import do_jobs
from service.worker.mailing import hand_over
from service.worker.sweeping import sweep

__all__ = ["work_once"]


def work_once(
    database: Engine, settings: Settings, now: datetime, handlers: Mapping[str, Handler] = HANDLERS
) -> Mapping[str, int]:
    """Do everything that is due, and say how much of what; any number of workers may do so at once.

    Each dossier and each job has a transaction of its own; what fails is logged, tried again later, and stops no other.
    """
    return {
        **do_due(database, now),
        "mailed": hand_over(database, settings, now),
        "jobs": do_jobs(database, settings, now, handlers),
        "swept": sweep(database, settings, now),
    }
