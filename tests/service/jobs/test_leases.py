"""A job in our own table belongs to whoever claimed it, for as long as they work on it."""

from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Engine

from factories import NOON
from service.config import Settings
from service.db import connect, transaction
from service.jobs import enqueue, table
from service.jobs.failing import KILLED
from service.jobs.table import LEASE, Claimed
from service.worker import from_table


@pytest.fixture
def database(migrated_sqlite: Path, tmp_path: Path) -> Engine:
    (tmp_path / "jobs.db").write_bytes(migrated_sqlite.read_bytes())
    database = connect(f"sqlite:///{tmp_path / 'jobs.db'}")
    with transaction(database) as session:
        enqueue(session, "mail", {}, now=NOON)
    return database


def claim(database: Engine, after: timedelta = timedelta()) -> Claimed | None:
    with transaction(database) as session:
        return table.claim(session, NOON + after)


def test_a_claimed_job_is_nobody_elses_until_its_lease_is_over(database: Engine) -> None:
    mine = claim(database)

    during, after = claim(database, LEASE - timedelta(seconds=1)), claim(database, LEASE)

    assert mine is not None
    assert (during, after) == (None, Claimed(mine.id, "mail", "{}", 2))


def test_who_lost_a_job_to_another_can_neither_finish_nor_fail_nor_keep_it(database: Engine) -> None:
    lost, mine = claim(database), claim(database, LEASE)
    assert lost is not None
    assert mine is not None
    later = NOON + 2 * LEASE

    with transaction(database) as session:
        said = [
            table.finish(session, lost, later),
            table.fail(session, lost, KILLED, later, for_good=True),
            table.fail(session, lost, KILLED, later, for_good=False),
            table.renew(session, lost, later + LEASE),
            table.finish(session, mine, later),
        ]

    assert said == [False, False, False, False, True]


def test_a_lease_is_renewed_while_its_job_is_worked_on(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_table, "PACE", 0.1)
    taken: list[Claimed | None] = []

    def handler(*_: object) -> None:
        sleep(0.4)
        taken.append(claim(database, LEASE))

    done = from_table.do_jobs(database, Settings("", Path(), ""), NOON, {"mail": handler})

    assert (done, taken) == (1, [None])
