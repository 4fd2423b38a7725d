"""Counting what a command says to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def counted(database: Engine) -> Iterator[list[str]]:
    """The SQL statements executed meanwhile; BEGIN and COMMIT are not among them."""
    said: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lower().startswith("begin"):
            said.append(statement)

    event.listen(database, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(database, "before_cursor_execute", listen)
