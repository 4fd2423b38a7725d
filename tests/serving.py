"""The pages as they are really served: the demo province's people, a clock that runs from noon, waitress."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import monotonic

import waitress
from flask import Flask
from sqlalchemy import Engine
from waitress import wasyncore

from factories import NOON
from service import seed
from service.cli.database import prepare
from service.config import Settings
from service.db import connect, transaction
from service.demo.people import enter_people
from service.web import create_app

_FOUNDED = NOON - timedelta(days=90)


@dataclass(frozen=True)
class Site:
    """Where the pages are, and the database behind them."""

    address: str
    database: Engine


@contextmanager
def demo_people_at_work(folder: Path) -> Iterator[Site]:
    """Serve the demo province without any dossier yet; every sign-in page offers its people."""
    settings = Settings(f"sqlite:///{folder / 'vinhdanh.db'}", folder, "k" * 40, demo=True)
    database = connect(settings.database_url)
    prepare(settings, database, now=_FOUNDED)
    _enter_people(database)
    begun = monotonic()
    with _serving(create_app(settings, database, now=lambda: NOON + _since(begun))) as address:
        yield Site(address, database)
    database.dispose()


def _enter_people(database: Engine) -> None:
    province = seed.read("province.yaml")
    with transaction(database) as session:
        seed.load_province(session, province, _FOUNDED)
        people = enter_people(session, province, _FOUNDED)
        seed.load_council(session, province["council"], people, _FOUNDED)


def _since(begun: float) -> timedelta:
    return timedelta(seconds=monotonic() - begun)


@contextmanager
def _serving(app: Flask) -> Iterator[str]:
    sockets: dict[int, object] = {}
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, map=sockets)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # The loop ends when its sockets are gone; they are closed in its own thread.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()
