"""The tables' shape: every revision goes up and down on both databases, and ends where the models say."""

from importlib.metadata import version

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from service import migrations
from service.db import connect
from service.models import Base


def test_going_up_gives_the_tables_that_the_models_describe(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url)

    assert differences(empty_database_url) == []


def test_going_down_leaves_nothing_and_going_up_again_gives_everything_back(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url)

    migrations.downgrade(empty_database_url)
    left = tables(empty_database_url)
    migrations.upgrade(empty_database_url)

    assert left == {"alembic_version"}
    assert differences(empty_database_url) == []


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004", "0005"])
def test_every_revision_can_be_stopped_at_and_left_in_both_directions(empty_database_url: str, revision: str) -> None:
    migrations.upgrade(empty_database_url, revision)
    halfway = tables(empty_database_url)

    migrations.upgrade(empty_database_url)
    migrations.downgrade(empty_database_url, revision)

    assert tables(empty_database_url) == halfway


def test_an_old_database_is_known_as_not_current(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url, "0001")
    before = ask(empty_database_url, migrations.is_current)

    migrations.upgrade(empty_database_url)

    assert (before, ask(empty_database_url, migrations.is_current)) == (False, True)


def test_the_queue_is_the_one_the_migration_was_written_for() -> None:
    assert version("procrastinate") == "3.10.0"


def test_ballots_lie_in_no_order_of_arrival(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url)

    if empty_database_url.startswith("sqlite"):
        made_by = ask(
            empty_database_url,
            lambda c: c.exec_driver_sql("select sql from sqlite_master where name = 'ballot'").scalar_one(),
        )
        assert "WITHOUT ROWID" in made_by


def differences(url: str) -> list[object]:
    ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("procrastinate_")}
    return ask(
        url, lambda connection: list(compare_metadata(MigrationContext.configure(connection, opts=ours), Base.metadata))
    )


def tables(url: str) -> set[str]:
    return ask(url, lambda connection: set(inspect(connection).get_table_names()))


def ask(url, question):  # type: ignore[no-untyped-def]
    database = connect(url)
    try:
        with database.connect() as connection:
            return question(connection)
    finally:
        database.dispose()
