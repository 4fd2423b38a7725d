"""The history of the tables' shape, applied from Python."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from service.db import connect

_LOCK = 0x56494E48
"""Names the advisory lock under which PostgreSQL migrates, so that two starting servers take turns."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to a revision: all or nothing."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back to a revision: all or nothing."""
    _run(url, lambda config: command.downgrade(config, revision))


def is_current(connection: Connection) -> bool:
    """Whether the database stands at the newest revision this program knows."""
    return MigrationContext.configure(connection).get_current_heads() == _newest()


@cache
def _newest() -> tuple[str, ...]:
    return tuple(ScriptDirectory.from_config(_config()).get_heads())


def _run(url: str, act: Callable[[Config], None]) -> None:
    database = connect(url)
    if database.dialect.name == "sqlite":
        # A table is changed by copying it, and its rows must not take others with them.
        event.listen(database, "connect", _without_foreign_keys)
    try:
        with database.begin() as connection:
            if database.dialect.name == "postgresql":
                connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
            config = _config()
            config.attributes["connection"] = connection
            act(config)
    finally:
        database.dispose()


def _without_foreign_keys(connection: Any, _: Any) -> None:
    connection.execute("pragma foreign_keys=off")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
