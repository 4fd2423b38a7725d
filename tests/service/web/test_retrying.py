"""Two transactions that get in each other's way: the one that lost is made again, and nobody notices."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from factories import World, propose
from postgres import Cluster
from service.db import connect, transaction
from service.web.retrying import TRIES
from visits import site, visitor


@pytest.fixture
def on_postgresql(postgresql: Cluster, province_on_postgresql: tuple[str, World]) -> Iterator[World]:
    template, world = province_on_postgresql
    name = postgresql.create(template=template)
    database = connect(postgresql.url(name))
    yield replace(world, database=database)
    database.dispose()
    postgresql.drop(name)


def test_a_view_that_meets_a_deadlock_is_answered_again(on_postgresql: World, tmp_path: Path) -> None:
    app = site(on_postgresql, tmp_path)
    first, second = (propose(on_postgresql, name=name) for name in ("An", "Bình"))
    tries: list[int] = []
    other_holds, we_hold = threading.Event(), threading.Event()

    def crossing() -> str:
        tries.append(1)
        with transaction(on_postgresql.database) as session:
            _lock(session, first)
            if len(tries) == 1:
                we_hold.set()
                other_holds.wait(10)
            _lock(session, second)
        return "done"

    app.add_url_rule("/crossing", "crossing", crossing)
    other = threading.Thread(target=_the_other_way_round, args=(on_postgresql, second, first, we_hold, other_holds))
    other.start()

    answers = [visitor(app, on_postgresql, "lan").get("/crossing")]
    other.join(20)

    assert [answer.status_code for answer in answers] == [200]
    assert 1 <= len(tries) <= 2


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_a_view_is_tried_a_few_times_and_no_more(on_postgresql: World, tmp_path: Path, sqlstate: str) -> None:
    app = site(on_postgresql, tmp_path)
    tries: list[int] = []

    def stubborn() -> str:
        tries.append(1)
        with transaction(on_postgresql.database) as session:
            raising = f"do $$ begin raise exception 'collision' using errcode = '{sqlstate}'; end $$"
            session.execute(text(raising))
        return "never"

    app.add_url_rule("/stubborn", "stubborn", stubborn)

    answer = visitor(app, on_postgresql, "lan").get("/stubborn")

    assert answer.status_code == 503
    assert len(tries) == TRIES


def test_what_is_wrong_for_another_reason_is_not_tried_again(on_postgresql: World, tmp_path: Path) -> None:
    app = site(on_postgresql, tmp_path)
    tries: list[int] = []

    def wrong() -> str:
        tries.append(1)
        with transaction(on_postgresql.database) as session:
            session.execute(text("select 1 / 0"))
        return "never"

    app.add_url_rule("/wrong", "wrong", wrong)

    assert visitor(app, on_postgresql, "lan").get("/wrong").status_code == 500
    assert len(tries) == 1


def _the_other_way_round(
    world: World, first: object, second: object, we_hold: threading.Event, other_holds: threading.Event
) -> None:
    we_hold.wait(10)
    try:
        with transaction(world.database) as session:
            _lock(session, first)
            other_holds.set()
            _lock(session, second)
    except Exception:  # one of the two loses, whichever: the view must answer either way
        return


def _lock(session: object, dossier_id: object) -> None:
    session.execute(text("select id from dossier where id = :id for update"), {"id": dossier_id})
