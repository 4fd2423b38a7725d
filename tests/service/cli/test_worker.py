"""The worker as it runs: it outlives every failure, is prompt, and stops in good order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Engine, text

from factories import World, build_world, propose
from killing import receiver
from queueing import add
from service import clock
from service.config import Settings
from service.db import connect, reading, transaction
from service.models import Webhook
from service.worker.jobs import PAUSE, do_jobs_until
from service.worker.running import ROUND, work_until
from sources import ROOT
from working import settings_of

PROMPTLY = 4.0
"""Seconds: two for the worker, and two for a machine that has other things to do."""

REFUSE_THE_FIRST_END = (
    "create function refuse() returns trigger language plpgsql as 'begin raise ''not now''; end'",
    "create trigger refuse before update on procrastinate_jobs for each row"
    " when (new.status = 'succeeded' and old.attempts = 0) execute function refuse()",
)


class Shift(threading.Event):
    """Lets the worker look some times, without waiting in between."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Note the pause that would come now."""
        self.pauses.append(timeout)
        if self.pauses.count(ROUND) >= 2 or len(self.pauses) > 10_000:
            self.set()
        return True


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    database = connect(database_url)
    yield build_world(database, members=1)
    database.dispose()


def test_it_goes_on_after_a_failure_of_any_kind_with_longer_and_longer_pauses(tmp_path: Path) -> None:
    shift, no_database = Shift(), cast("Engine", cast("Any", None))

    work_until(shift, no_database, Settings("", tmp_path, ""))

    assert [pause for pause in shift.pauses if pause != PAUSE] == [2, 4, 8, 16, ROUND, ROUND]


def test_what_happens_is_told_and_its_jobs_are_done_promptly(world: World, database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url, tmp_path, "k" * 40, webhooks_inside=True)
    stop = threading.Event()
    worker = threading.Thread(target=work_until, args=(stop, world.database, settings))
    with receiver() as (address, heard):
        _hear(world, address)
        worker.start()
        time.sleep(1)  # it is at work, and has nothing to do
        dossier_id = propose(world, now=clock.now())
        begun = time.monotonic()
        while not heard and time.monotonic() < begun + 30:
            time.sleep(0.05)
        took = time.monotonic() - begun
        stop.set()
        worker.join(10)

    assert not worker.is_alive()
    assert str(dossier_id) in heard[0]
    assert took < PROMPTLY
    assert world.dossier(dossier_id).told == world.dossier(dossier_id).events


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # elsewhere it is a lease that runs out
def test_a_job_whose_end_the_queue_could_not_write_down_is_not_left_lying(world: World, tmp_path: Path) -> None:
    add(world, "mail", clock.now())
    with transaction(world.database) as session:
        for statement in REFUSE_THE_FIRST_END:
            session.execute(text(statement))
    stop = threading.Event()
    worker = threading.Thread(
        target=do_jobs_until, args=(stop, world.database, settings_of(world, tmp_path), clock.now)
    )

    worker.start()
    begun = time.monotonic()
    while _jobs(world) != [("succeeded", 2)] and time.monotonic() < begun + 20:
        time.sleep(0.1)
    stop.set()
    worker.join(20)

    assert _jobs(world) == [("succeeded", 2)]


def test_a_signal_stops_it_in_good_order(migrated_sqlite: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "work.db").write_bytes(migrated_sqlite.read_bytes())
    given = {
        "VINHDANH_DATABASE_URL": f"sqlite:///{tmp_path / 'work.db'}",
        "VINHDANH_DATA_DIR": str(tmp_path),
        "VINHDANH_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "worker"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **given},
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout is not None
        said = worker.stdout.readline()
        worker.send_signal(signal.SIGTERM)
        code = worker.wait(20)

    assert (said, code) == ("Working.\n", 0)


def _hear(world: World, address: str) -> None:
    with transaction(world.database) as session:
        made = {"made_at": clock.now(), "made_by_id": world.people["admin"]}
        session.add(Webhook(url=address, secret="s" * 40, kinds=[], **made))


def _jobs(world: World) -> list[tuple[str, int]]:
    with reading(world.database) as session:
        return [(row.status, row.attempts) for row in session.execute(text("select * from procrastinate_jobs"))]
