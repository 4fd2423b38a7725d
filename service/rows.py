"""Rows without a unit of work: new ones are plain inserts, and locked ones that change are short updates."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Insert, Update, bindparam, insert, inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from service import db
from service.models import Base

_HELD = "held rows"


def add(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, all with the same keys, by one statement; no rows, no statement."""
    if rows:
        session.connection().execute(_insert(table), list(rows))


def hold(session: Session, *found: Base) -> None:
    """Take locked rows out of the session's care: what changes on them is written by `save`, before the commit.

    The session would sort every related table before it writes two rows; that cost more than the engine's step.
    """
    for row in found:
        session.expunge(row)
    session.info.setdefault(_HELD, []).extend(found)
    db.before_commit(session, save)


def save(session: Session) -> None:
    """Write what has changed on held rows. Raises StaleDataError when somebody else has changed one meanwhile."""
    for row in session.info.pop(_HELD, ()):
        changed = frozenset(inspect(row).committed_state) & frozenset(row.__table__.columns.keys())
        if changed:
            _write(session, row, changed)


def _write(session: Session, row: Any, changed: frozenset[str]) -> None:
    values = {name: getattr(row, name) for name in changed} | {"own id": row.id}
    table: type[Base] = type(row)
    versioned = "row_version" in table.__table__.columns
    if versioned:
        values |= {"own version": row.row_version, "row_version": row.row_version + 1}
    done = session.connection().execute(_update(table, changed, versioned), values)
    if done.rowcount != 1:
        raise StaleDataError(f"{row.__tablename__} {row.id} was changed by somebody else")


@cache
def _insert(table: type[Base]) -> Insert:
    return insert(table.__table__)  # type: ignore[arg-type]


@lru_cache(512)
def _update(table: type[Base], changed: frozenset[str], versioned: bool) -> Update:
    columns = table.__table__.columns
    change = update(table).where(columns["id"] == bindparam("own id"))
    if versioned:
        change = change.where(columns["row_version"] == bindparam("own version"))
        changed = changed | {"row_version"}
    return change.values({name: bindparam(name) for name in changed})
