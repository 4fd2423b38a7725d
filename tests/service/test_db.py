"""One way to look, one way to change: what looks cannot write, and what waited is asked whether it lives."""

from collections.abc import Iterator
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from counting import counted
from factories import propose
from postgres import Cluster
from service import db
from service.commands.locking import find_dossier
from service.events import undone_if_refused
from service.ids import new_id
from service.models import Choice, Dossier

A_CHOICE = {"list": "l", "code": "c", "name": "n", "name_en": "n", "position": 1}


@pytest.fixture
def server(postgresql: Cluster, migrated_postgresql: str) -> Iterator[Engine]:
    """PostgreSQL alone: nothing travels to SQLite, and a file does not hang up."""
    name = postgresql.create(template=migrated_postgresql)
    engine = db.connect(postgresql.url(name))
    yield engine
    engine.dispose()
    postgresql.drop(name)


def test_a_session_to_look_with_refuses_to_write(database):
    with pytest.raises(RuntimeError, match="look"), db.reading(database) as session:
        session.execute(insert(Choice).values(id=new_id(), **A_CHOICE))
    with db.reading(database) as session:
        session.add(Choice(id=new_id(), **A_CHOICE))
        with pytest.raises(RuntimeError, match="look"):
            session.flush()
    for statement in (text("update choice set name = 'x'"), select(Choice).with_for_update()):
        with pytest.raises(RuntimeError, match="look"), db.reading(database) as session:
            session.execute(statement)

    with db.reading(database) as session:
        assert session.scalars(select(Choice)).all() == []


def test_a_transaction_whose_block_raises_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), db.transaction(database) as session:
        _write_twice(session)

    with db.reading(database) as session:
        assert session.scalars(select(Choice)).all() == []
    assert database.pool.checkedout() == 0


def _write_twice(session: Session) -> None:
    session.add(Choice(id=new_id(), **A_CHOICE))
    session.flush()
    session.connection().execute(insert(Choice).values(id=new_id(), **A_CHOICE | {"code": "d"}))
    raise ZeroDivisionError


def test_what_a_session_cares_for_and_what_is_said_directly_are_kept_together(database):
    with db.transaction(database) as session:
        session.add(Choice(id=new_id(), **A_CHOICE))
        db.before_commit(session, _rename)

    with db.reading(database) as session:
        assert session.scalars(select(Choice.name)).one() == "renamed"


def _rename(session: Session) -> None:
    session.flush()
    session.connection().execute(update(Choice).values(name="renamed"))


def test_within_one_transaction_a_refused_part_is_undone_alone(database):
    with db.transaction(database) as session:
        session.connection().execute(insert(Choice).values(id=new_id(), **A_CHOICE | {"code": "before"}))
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            _write_twice(session)
        session.connection().execute(insert(Choice).values(id=new_id(), **A_CHOICE | {"code": "after"}))

    with db.reading(database) as session:
        assert set(session.scalars(select(Choice.code))) == {"before", "after"}


def test_a_savepoint_covers_what_is_said_directly(database):
    with db.transaction(database) as session, pytest.raises(ZeroDivisionError), session.begin_nested():
        _say_and_fail(session)

    with db.reading(database) as session:
        assert session.scalars(select(Choice.code)).all() == []


def _say_and_fail(session: Session) -> None:
    session.connection().execute(insert(Choice).values(id=new_id(), **A_CHOICE))
    raise ZeroDivisionError


def test_on_postgresql_looking_makes_no_journeys_of_its_own(server):
    with db.reading(server) as session:
        driver = session.connection().connection.driver_connection
        for _ in range(8):
            session.execute(select(Dossier.code)).all()
            assert driver.info.transaction_status.name == "IDLE"
    with db.reading(server) as session:
        prepared = session.scalars(text("select statement from pg_prepared_statements")).all()

    assert any("FROM dossier" in one for one in prepared)  # a rollback would have forgotten it


@pytest.mark.parametrize("trusted", [-1.0, 3600.0])
def test_a_connection_that_was_cut_is_replaced_before_anybody_notices(server, monkeypatch, trusted):
    monkeypatch.setattr("service.postgresql._FRESH", trusted)
    with db.reading(server) as one, db.reading(server) as other:
        one.execute(text("select 1"))
        gone = other.scalar(text("select pg_backend_pid()"))
        one.execute(text("select 1"))
    with db.reading(server) as session:  # the last to come back goes first
        assert session.scalar(text("select pg_backend_pid()")) != gone
        session.execute(text("select pg_terminate_backend(:gone)"), {"gone": gone})
        while session.scalar(text("select count(*) from pg_stat_activity where pid = :gone"), {"gone": gone}):
            sleep(0.01)
        with db.reading(server) as replaced:
            assert replaced.scalar(text("select pg_backend_pid()")) != gone


def test_tables_that_change_under_a_running_server_cost_one_request(server):
    asked = select(Choice.name)
    with db.reading(server) as session:
        for _ in range(8):
            session.execute(asked).all()  # prepared by now
        with db.transaction(server) as another:
            another.execute(text("alter table choice alter column name type varchar(500)"))
        with pytest.raises(DBAPIError):
            session.execute(asked)

    for _ in range(8):
        with db.reading(server) as session:
            assert session.execute(asked).all() == []


def test_what_was_held_in_a_part_that_is_undone_stays_as_it_was(world):
    dossier_id = propose(world)

    with db.transaction(world.database) as session, pytest.raises(ZeroDivisionError), undone_if_refused(session):
        _return_and_fail(session, dossier_id)

    assert world.dossier(dossier_id).returns == 0


def _return_and_fail(session: Session, dossier_id: UUID) -> None:
    find_dossier(session, dossier_id).returns = 7
    raise ZeroDivisionError


def test_what_is_done_last_may_ask_for_something_after_it(database):
    with db.transaction(database) as session:
        db.before_commit(session, lambda now: db.before_commit(now, _add))

    with db.reading(database) as session:
        assert session.scalars(select(Choice.code)).all() == ["c"]


def _add(session: Session) -> None:
    session.add(Choice(id=new_id(), **A_CHOICE))


def test_a_dossier_that_is_changed_is_asked_for_once(world):
    dossier_id = propose(world)

    with counted(world.database) as said, db.transaction(world.database) as session:
        find_dossier(session, dossier_id).returns = 3

    assert [one.split()[0] for one in said] == ["SELECT", "UPDATE"]


def test_a_cursor_names_its_columns_and_their_types(server):
    with db.reading(server) as session:
        found = session.execute(text("select 1 as one, 'a' as \"tên\""))
        driver = session.connection().connection.driver_connection

        assert list(found.keys()) == ["one", "tên"]
        assert driver.execute("select 1::bigint as many").description[0][:2] == ("many", 20)
        assert driver.execute("set application_name = 'x'").description is None
