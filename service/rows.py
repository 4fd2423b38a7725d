"""New rows that nobody changes in the same transaction: plain inserts, no unit of work."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from service.models import Base


def add(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, all with the same keys, by one statement; no rows, no statement."""
    if rows:
        session.connection().execute(_insert(table), list(rows))


@cache
def _insert(table: type[Base]) -> Insert:
    return insert(table.__table__)  # type: ignore[arg-type]
