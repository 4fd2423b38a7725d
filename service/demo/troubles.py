"""What does not go by itself in the demo, for whoever tries the page of operations: a message nobody takes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from service import outside
from service.commands.add_webhook import Checked, add_webhook
from service.commands.try_webhook import try_webhook
from service.config import Settings
from service.db import transaction
from service.demo.acting import actor
from service.jobs import BACKOFF
from service.outside.kinds import PREFIX
from service.worker.jobs import do_jobs
from service.worker.webhooks import deliver

_RECEIVER = "https://nhan.example.invalid/"
"""By its very name there is no such receiver."""
_KINDS = (f"{PREFIX}dossier.withdrawn",)
"""What hardly ever happens: whoever tries the demo is not to have a message die at each step."""
_MOMENT = timedelta(seconds=1)


def fail(database: Engine, folder: Path, now: datetime) -> None:
    """Let a message to a receiver that does not exist be tried until it is dead; half a day goes by.

    Where a queue has a clock of its own, it is left to the worker.
    """
    with transaction(database) as session:
        admin = actor(session, "admin", now)
        hook = add_webhook(session, admin, Checked(_RECEIVER, outside.read_url(_RECEIVER)), _KINDS, now=now)
        try_webhook(session, admin, hook.id, now=now)
    address = database.url.render_as_string(hide_password=False)
    # Nobody is asked for the name: the demo is the same wherever it is loaded.
    handlers = {"webhook": partial(deliver, look_up=lambda _host, _port: [])}
    with _unlogged():
        for rest in (timedelta(), *BACKOFF):
            now += rest + _MOMENT
            do_jobs(database, Settings(address, folder, ""), now, handlers)


@contextmanager
def _unlogged() -> Iterator[None]:
    """What fails here is meant to: whoever loads the demo need not read of it."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
