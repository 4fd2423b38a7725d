"""How the database finds what a statement asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

Plan = list[Any]
"""SQLite's lines, or PostgreSQL's tree with what was really read."""


@contextmanager
def explained(session: Session, *, verb: str = "") -> Iterator[list[Plan]]:
    """The plans of what is executed meanwhile and begins with these words; PostgreSQL executes it twice for that."""
    plans: list[Plan] = []
    connection = session.connection()
    words = "explain query plan " if connection.dialect.name == "sqlite" else "explain (analyze, format json) "

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if statement.startswith(verb):
            cursor.execute(words + statement, parameters)
            plans.append(cursor.fetchall())

    event.listen(connection, "before_cursor_execute", explain)
    yield plans
    event.remove(connection, "before_cursor_execute", explain)


def walked(plan: Plan) -> str:
    """The indexes a plan uses."""
    if isinstance(plan[0][-1], str):
        return " ".join(line[-1] for line in plan)
    return " ".join(node.get("Index Name", "") for node in nodes_of(plan[0][0][0]["Plan"]))


def nodes_of(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A step of PostgreSQL's tree with all below it."""
    yield node
    for below in node.get("Plans", ()):
        yield from nodes_of(below)


def gather_statistics(database: Engine) -> None:
    """Let the database know how large its tables are."""
    words = "analyze" if database.dialect.name == "sqlite" else "vacuum analyze"
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(words)
