"""What happened to a person's entry, roles and sign-in: the events of their stream, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from service.models import Cluster, Event, EventDetail, Person, Province, Unit

PAGE = 30
"""Events of one page."""
_NAMED = ("delegator", "delegate", "unit", "unit_id", "scope_id")
"""Fields that hold the id of a person or a place."""
_OWN = frozenset({"signed_in", "password_reset"})


@dataclass(frozen=True, slots=True)
class Act:
    """One event; `says` are its fields, ids as names, and `changed` those that have an old and a new value."""

    number: int
    kind: str
    at: datetime
    who: str | None
    says: Mapping[str, Any]
    changed: Mapping[str, tuple[Any, Any]]

    @property
    def own(self) -> bool:
        """Whether the person did it before anybody could know who they are."""
        return self.kind in _OWN


def person_history(
    session: Session, person_id: UUID, *, below: int | None = None
) -> tuple[tuple[Act, ...], int | None]:
    """A page of events, the newest first, and the number the next page begins below."""
    query = (
        select(Event.number, Event.kind, Event.at, Person.name.label("who"), EventDetail.fields)
        .join(EventDetail, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.stream == f"person/{person_id}")
    )
    query = query.where(Event.number < below) if below else query
    found = session.execute(query.order_by(Event.number.desc()).limit(PAGE + 1)).all()
    names = _names(session, found)
    acts = tuple(_act(row, names) for row in found[:PAGE])
    return acts, acts[-1].number if len(found) > PAGE else None


def _act(row: Any, names: Mapping[str, str]) -> Act:
    said = {name: _named(field.get("value"), names) for name, field in row.fields.items()}
    pairs = {name: tuple(value) for name, value in said.items() if isinstance(value, list) and len(value) == 2}
    plain = {name: value for name, value in said.items() if name not in pairs}
    return Act(row.number, row.kind, row.at, row.who, plain, pairs)


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_named(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def _names(session: Session, rows: Iterable[Any]) -> Mapping[str, str]:
    """The names of everybody and every place these events speak of, in one statement."""
    ids = {one for row in rows for name in _NAMED for one in _ids(row.fields.get(name, {}).get("value"))}
    if not ids:
        return {}
    parts = [select(table.id, table.name).where(table.id.in_(ids)) for table in (Person, Unit, Cluster, Province)]
    return {str(key): name for key, name in session.execute(union_all(*parts))}


def _ids(value: Any) -> Iterable[UUID]:
    for one in value if isinstance(value, list) else [value]:
        try:
            yield UUID(one)
        except (ValueError, TypeError, AttributeError):
            continue
