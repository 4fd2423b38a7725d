"""Rows without a unit of work: new ones are plain inserts, and locked ones that change are short updates."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Executable, Insert, Result, Update, bindparam, insert, inspect, update
from sqlalchemy.orm import Session, configure_mappers, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, manager_of_class
from sqlalchemy.orm.exc import StaleDataError

from service import db
from service.models import Base

_HELD = "held rows"
Row = TypeVar("Row", bound=Base)
Statement = TypeVar("Statement", bound=Executable)


def add(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, all with the same keys, by one statement; no rows, no statement."""
    if rows:
        session.connection().execute(_insert(table), list(rows))


class Among(Generic[Statement]):
    """A statement about the rows with one of some values in a column, built once for a single value and once for more.

    For a single one it is an equation, which needs no rewriting at each call; most calls are about one dossier.
    """

    def __init__(self, build: Callable[[Callable[[Any], ColumnElement[bool]]], Statement]) -> None:
        self._one = build(lambda column: column == bindparam("among", type_=column.type))
        self._more = build(lambda column: column.in_(bindparam("among", expanding=True)))

    def run(self, session: Session, values: Collection[Any], **others: Any) -> Result[Any]:
        """Run it for these values."""
        connection = session.connection()
        if len(values) == 1:
            return connection.execute(self._one, {"among": next(iter(values)), **others})
        return connection.execute(self._more, {"among": list(values), **others})


class Shape(Generic[Row]):
    """Columns of a table that a plain statement reads, and the rows made of what it found.

    Such a row is in no session's care: what was not read of it can only be refused, and what changes on it is written
    by whoever holds it. Letting the session make two rows of sixty columns took a tenth of a step.
    """

    def __init__(self, table: type[Row], *names: str) -> None:
        self._table = table
        self._whole = not names
        self.names = names or tuple(column.key for column in table.__table__.columns)

    @property
    def columns(self) -> list[Any]:
        """What the statement selects."""
        return [self._table.__table__.columns[name] for name in self.names]

    def row(self, values: Iterable[Any], **related: Base | None) -> Row:
        """The row with these values, in the order of the columns, and with what it is related to."""
        row = cast(Row, _kind(self._table).new_instance())
        row.__dict__.update(zip(self.names, values, strict=True), **related)
        if self._whole:
            instance_state(row).key = (self._table, (row.__dict__["id"],), None)  # as that of any row that was read
        else:
            make_transient_to_detached(row)  # marks what is missing, for five times as much
        return row


def hold(session: Session, *found: Base) -> None:
    """Have what changes on these locked rows, which are in no session's care, written before the commit.

    The session would sort every related table before it writes two rows; that cost more than the engine's step.
    """
    session.info.setdefault(_HELD, []).extend(found)
    db.before_commit(session, save)


def held(session: Session) -> int:
    """How many rows are held so far."""
    return len(session.info.get(_HELD, ()))


def let_go(session: Session, since: int) -> None:
    """Forget the rows held after so many: what was to change on them is undone."""
    del session.info.get(_HELD, [])[since:]


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
def _kind(table: type[Base]) -> Any:
    configure_mappers()  # a row made before the first statement would not know its own columns
    return manager_of_class(table)


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
