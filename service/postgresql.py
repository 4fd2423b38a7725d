"""What PostgreSQL needs besides the usual: its settings, a cursor that describes cheaply, and a look at idle lines."""

import select
from collections.abc import Mapping
from functools import lru_cache
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

_LEFT = "left at"
_FRESH = 2.0
"""Seconds for which a connection that was just used and is silent is trusted to live."""
_STALE = {"0A000", "26000", "42P05"}
"""A cached plan that no longer fits; a prepared statement that is not there, or is there already."""


class _Cursor(psycopg.Cursor[Any]):
    """Columns by name and type alone, made once: looking every type up each time took an eighth of a step."""

    @property
    def description(self) -> list[Any] | None:
        """As the standard says (PEP 249), with nothing where nobody asks."""
        found = self.pgresult
        if found is None or not found.nfields:
            return super().description
        places = range(found.nfields)
        return _described(tuple(map(found.fname, places)), tuple(map(found.ftype, places)))


@lru_cache(1000)
def _described(names: tuple[bytes | None, ...], kinds: tuple[int, ...]) -> list[Any]:
    said = zip(names, kinds, strict=True)
    return [((name or b"").decode(), kind, None, None, None, None, None) for name, kind in said]


OPTIONS: Mapping[str, Any] = {
    "pool_use_lifo": True,  # those in use stay warm: what they prepared is found again
    "isolation_level": "READ COMMITTED",
    "connect_args": {
        "connect_timeout": 5,
        "options": "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000",
        "cursor_factory": _Cursor,
    },
}
"""How an engine connects."""


def watch(database: Engine) -> None:
    """Find out in time which connections are of no more use; asking each at each checkout cost as much as a statement.

    One that says something unasked (that its server goes down), or has waited, is asked whether it still lives.
    One whose prepared statements no longer fit, as after a change of the tables under it, is given up with them.
    """

    def ask(connection: Any, record: Any, _: Any) -> None:
        if monotonic() - record.info.get(_LEFT, 0) < _FRESH and not _speaks(connection):
            return
        try:
            database.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise DisconnectionError from error

    event.listen(database, "checkin", _note_leaving)
    event.listen(database, "checkout", ask)
    event.listen(database, "handle_error", _give_up_what_is_stale)


def _speaks(connection: psycopg.Connection) -> bool:
    """Whether something has come that nobody asked for; what the server says last is why it goes."""
    look = select.poll()
    look.register(connection.fileno(), select.POLLIN)
    return bool(look.poll(0))


def _give_up_what_is_stale(context: Any) -> None:
    if getattr(context.original_exception, "sqlstate", None) in _STALE:
        context.is_disconnect = True


def _note_leaving(_: Any, record: Any) -> None:
    record.info[_LEFT] = monotonic()
