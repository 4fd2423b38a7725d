"""What was changed in the house's catalogue: by whom, when, and from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.models import Event, EventDetail, Person

PAGE = 30
_STREAM = "catalogue"
_LOOKED_THROUGH = 500
"""How many changes back those of one row are looked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """One event of the catalogue; `values` holds new values, `changed` pairs of old and new, by field."""

    number: int
    kind: str
    at: datetime
    who: str | None
    code: str
    values: Mapping[str, Any]
    changed: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of changes, the newest first; `next` is the number the next page begins below."""

    lines: tuple[Change, ...]
    next: int | None


def changes(session: Session, *, below: int | None = None) -> Changes:
    """A page of everything that was changed."""
    query = _events().limit(PAGE + 1)
    found = session.execute(query.where(Event.number < below) if below else query).all()
    lines = tuple(map(_change, found[:PAGE]))
    return Changes(lines, lines[-1].number if len(found) > PAGE else None)


def changes_of(session: Session, subject: UUID) -> tuple[Change, ...]:
    """What was changed on one row lately."""
    found = session.execute(_events().limit(_LOOKED_THROUGH))
    return tuple(_change(row) for row in found if _value(row.fields.get("subject", {})) == str(subject))


def _events() -> Select[*tuple[Any, ...]]:
    return (
        select(Event.number, Event.kind, Event.at, Person.name, EventDetail.fields)
        .join(EventDetail, (Event.stream == EventDetail.stream) & (Event.number == EventDetail.number))
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.stream == _STREAM)
        .order_by(Event.number.desc())
    )


def _change(row: Any) -> Change:
    told = {name: _value(one) for name, one in row.fields.items() if name not in ("subject", "code")}
    changed = {name: (value[0], value[1]) for name, value in told.items() if _is_pair(name, value)}
    values = {name: value for name, value in told.items() if name not in changed and value not in (None, "", [])}
    code = _value(row.fields.get("code", {})) or ""
    return Change(row.number, row.kind, row.at, row.name, code, values, changed)


def _is_pair(name: str, value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and name not in _LISTS


_LISTS = frozenset({"award_kinds", "law_editions", "units", "clusters", "members"})


def _value(field: Mapping[str, Any]) -> Any:
    return field.get("value")
