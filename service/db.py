"""The database: one engine, one way to read, one way to change."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, TextClause, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from service.compiled import CompiledStatements

_COLLISIONS = {"40001", "40P01"}
_LAST = "before commit"
_LOOKING = frozenset({"select", "pragma", "explain", "show"})
"""What a statement may begin with that is written out and only looks."""
_PRAGMAS = ("journal_mode=wal", "synchronous=full", "busy_timeout=5000", "foreign_keys=on")


def connect(url: str, **options: Any) -> Engine:
    """Open the database at `url` (sqlite:///file or postgresql+psycopg://...).

    SQLite commits are synced to disk; writers take the lock at once (BEGIN IMMEDIATE) and queue inside this process.
    Errors and logs show statements, never the values in them.
    """
    options = {
        "json_serializer": _dumps,
        "json_deserializer": orjson.loads,
        "hide_parameters": True,
        "execution_options": {"compiled_cache": CompiledStatements()},
        **options,
    }
    if url.startswith("postgresql"):
        return _connect_postgresql(url, options)
    database = create_engine(url, **options)
    event.listen(database, "connect", _set_up_sqlite)
    event.listen(database, "begin", _begin_sqlite)
    return database


@contextmanager
def reading(database: Engine) -> Iterator[Session]:
    """A session to look with: it refuses to write, and on SQLite never takes the write lock.

    On PostgreSQL each statement stands alone, as it does under READ COMMITTED anyway: a rollback at the end would cost
    two journeys, and the driver forgets with it every statement it has prepared.
    """
    with _reader(database).connect() as connection, _session_on(connection) as session:
        yield session


@contextmanager
def transaction(database: Engine) -> Iterator[Session]:
    """Commit when the block succeeds, roll back when it raises. The only place that commits."""
    with _turn(database), database.connect() as connection:
        begun = connection.begin()
        with _session_on(connection) as session:
            yield session
            while last := session.info.pop(_LAST, ()):
                for finish in last:
                    finish(session)
            session.flush()
        begun.commit()


def before_commit(session: Session, finish: Callable[[Session], None]) -> None:
    """Have `finish` run once, as the last thing in this transaction."""
    session.info.setdefault(_LAST, {})[finish] = None


def collided(error: Exception) -> bool:
    """Whether two transactions got in each other's way (40001, 40P01): nothing was saved, the same again may pass."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _COLLISIONS


class _Session(Session):
    """A session on one connection to the end: it is asked for at each statement, and looking for it took a tenth."""

    line: Connection

    def connection(self, *arguments: Any, **named: Any) -> Connection:
        """The connection; within a savepoint by the long way, which begins the savepoint."""
        return super().connection(*arguments, **named) if self.in_nested_transaction() else self.line


def _session_on(connection: Connection) -> Session:
    session = _Session(connection, expire_on_commit=False, autoflush=False)
    session.line = connection
    return session


@lru_cache(8)
def _reader(database: Engine) -> Engine:
    """The same database, whose transactions only read."""
    alone = {} if database.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    reader = database.execution_options(reading=True, **alone)
    event.listen(reader, "before_execute", _refuse_to_write)
    return reader


def _refuse_to_write(_: Any, statement: Any, *__: Any) -> None:
    words = statement.text.split(None, 1)[:1] if isinstance(statement, TextClause) else []
    if (
        getattr(statement, "is_dml", False)
        or getattr(statement, "_for_update_arg", None) is not None  # it would lock nothing
        or (words and words[0].lower() not in _LOOKING)
    ):
        raise RuntimeError("a session to look with was told to write")


def _connect_postgresql(url: str, options: Mapping[str, Any]) -> Engine:
    # Imported here: whoever keeps to SQLite need not wait for the driver.
    from service import postgresql

    database = create_engine(url, **{**postgresql.OPTIONS, **options})
    postgresql.watch(database)
    return database


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
