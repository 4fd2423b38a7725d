"""When the database is locked, restarts or is gone: the page says that nothing was saved, and nothing was."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from time import monotonic, sleep

import psycopg
import pytest
from sqlalchemy import Engine, event, select

from factories import build_world, walk
from service.db import connect, transaction
from service.models import Dossier
from visits import said, site, visitor

ANSWERS = {"outcome": "eligible", "note": "Đủ điều kiện."}
NOTHING_SAVED = "Chưa lưu gì cả"
_END = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and wait_event_type = 'Lock'"


@pytest.fixture
def locked_out(migrated_sqlite, tmp_path) -> Iterator[Engine]:
    """A SQLite database that gives up waiting for its lock at once."""
    (tmp_path / "away.db").write_bytes(migrated_sqlite.read_bytes())
    engine = connect(f"sqlite:///{tmp_path / 'away.db'}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("pragma busy_timeout=20"))
    yield engine
    engine.dispose()


@pytest.fixture
def server(postgresql, migrated_postgresql) -> Iterator[Engine]:
    """A PostgreSQL database of its own."""
    name = postgresql.create(template=migrated_postgresql)
    engine = connect(postgresql.url(name))
    yield engine
    engine.dispose()
    postgresql.drop(name)


def test_a_change_on_a_locked_database_is_not_saved_and_says_so(locked_out, tmp_path):
    world = build_world(locked_out)
    item = world.item(walk(world, "appraisal"))
    thu = visitor(site(world, tmp_path), world, "thu")
    with closing(sqlite3.connect(tmp_path / "away.db")) as somebody:
        somebody.execute("begin immediate")
        page = thu.post(f"/items/{item.id}/complete", ANSWERS)
        list_meanwhile = thu.get("/inbox")

    assert page.status_code == 503
    assert NOTHING_SAVED in said(page)
    assert list_meanwhile.status_code == 200
    assert world.item(item.dossier_id).id == item.id


def test_once_the_lock_is_gone_the_same_change_succeeds(locked_out, tmp_path):
    world = build_world(locked_out)
    item = world.item(walk(world, "appraisal"))
    thu = visitor(site(world, tmp_path), world, "thu")
    with closing(sqlite3.connect(tmp_path / "away.db")) as somebody:
        somebody.execute("begin immediate")
        thu.post(f"/items/{item.id}/complete", ANSWERS)

    page = thu.post(f"/items/{item.id}/complete", ANSWERS)

    assert page.status_code == 303
    assert world.item(item.dossier_id).element == "agency_approval"


def test_a_server_that_ends_the_connection_in_the_middle_of_a_change_saves_nothing(server, postgresql, tmp_path):
    world = build_world(server)
    item = world.item(walk(world, "appraisal"))
    thu = visitor(site(world, tmp_path), world, "thu")
    with ThreadPoolExecutor(1) as desk, transaction(server) as somebody:
        somebody.execute(select(Dossier.id).where(Dossier.id == item.dossier_id).with_for_update())
        waiting = desk.submit(thu.post, f"/items/{item.id}/complete", ANSWERS)
        _end_whoever_waits(postgresql.folder, str(server.url.database))
        page = waiting.result(timeout=20)

    assert page.status_code == 503
    assert NOTHING_SAVED in said(page)
    assert world.item(item.dossier_id).id == item.id


def test_a_database_that_is_gone_is_told_on_every_page_without_a_trace(server, postgresql, tmp_path):
    world = build_world(server)
    thu = visitor(site(world, tmp_path), world, "thu")
    token = thu.token()
    postgresql.drop(str(server.url.database))

    pages = [thu.get(address) for address in ("/inbox", "/dossiers", "/ballots", "/nowhere")]
    pages.append(thu.client.post("/sign-in", data={"username": "thu", "password": "x", "csrf_token": token}))

    assert [page.status_code for page in pages] == [503] * len(pages)
    assert all(NOTHING_SAVED in said(page) for page in pages)
    assert not any("Traceback" in page.text or "psycopg" in page.text for page in pages)


def _end_whoever_waits(folder, database):
    """End the first connection that waits for a lock, as a restart would."""
    until = monotonic() + 15
    with psycopg.connect(f"host={folder} user=postgres dbname=postgres", autocommit=True) as boss:
        while monotonic() < until:
            if boss.execute(_END, [database]).fetchall():
                return
            sleep(0.05)
    raise TimeoutError("nobody waits")
