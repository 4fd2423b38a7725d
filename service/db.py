"""The database: one engine, one way to read, one way to change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_COLLISIONS = {"40001", "40P01"}
_LAST = "before commit"
_PRAGMAS = ("journal_mode=wal", "synchronous=full", "busy_timeout=5000", "foreign_keys=on")


def connect(url: str, **options: Any) -> Engine:
    """Open the database at `url` (sqlite:///file or postgresql+psycopg://...).

    SQLite commits are synced to disk; writers take the lock at once (BEGIN IMMEDIATE) and queue inside this process.
    Errors and logs show statements, never the values in them.
    """
    options = {"json_serializer": _dumps, "json_deserializer": orjson.loads, "hide_parameters": True, **options}
    if url.startswith("postgresql"):
        options.setdefault("pool_pre_ping", True)
        options.setdefault("isolation_level", "READ COMMITTED")
        options.setdefault(
            "connect_args",
            {
                "connect_timeout": 5,
                "options": "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000",
            },
        )
    database = create_engine(url, **options)
    if database.dialect.name == "sqlite":
        event.listen(database, "connect", _set_up_sqlite)
        event.listen(database, "begin", _begin_sqlite)
    return database


@contextmanager
def reading(database: Engine) -> Iterator[Session]:
    """A session to look with: it never commits, and on SQLite never takes the write lock."""
    with Session(_reader(database), expire_on_commit=False, autoflush=False) as session:
        yield session


@contextmanager
def transaction(database: Engine) -> Iterator[Session]:
    """Commit when the block succeeds, roll back when it raises. The only place that commits."""
    with (
        _turn(database),
        Session(database, expire_on_commit=False, autoflush=False) as session,
        session.begin(),
    ):
        yield session
        for finish in session.info.pop(_LAST, ()):
            finish(session)


def before_commit(session: Session, finish: Callable[[Session], None]) -> None:
    """Have `finish` run once, as the last thing in this transaction."""
    session.info.setdefault(_LAST, {})[finish] = None


def collided(error: Exception) -> bool:
    """Whether two transactions got in each other's way (40001, 40P01): nothing was saved, the same again may pass."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _COLLISIONS


@lru_cache(8)
def _reader(database: Engine) -> Engine:
    """The same database, whose transactions only read."""
    return database.execution_options(reading=True)


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def _set_up_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not open transactions by itself
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Any) -> None:
    if connection.get_execution_options().get("reading"):
        connection.connection.driver_connection.execute("begin")  # never waits for anybody, so it is never refused
    else:
        connection.exec_driver_sql("begin immediate")


_turns: dict[str, Lock] = {}


@contextmanager
def _turn(database: Engine) -> Iterator[None]:
    """Writers of one SQLite file wait in line here: its own waiting is unfair and starves some of them."""
    if database.dialect.name != "sqlite":
        yield
        return
    with _turns.setdefault(str(database.url), Lock()):
        yield
