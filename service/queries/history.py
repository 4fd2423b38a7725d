"""What happened to a dossier, act by act: who, in whose place, when, what, and what it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from service.chain import verify
from service.events import dossier_stream
from service.models import Event, EventDetail, Person
from service.queries.answers import outcome_in_words
from service.queries.choices import choices_for
from service.queries.dossier import Opened
from service.queries.worded import title_of
from workflows.forms import Field, Option

PAGE = 50
"""Acts of one page."""
_PLAIN = ("reason", "name", "held_on", "accepted_on", "law_edition", "clock_days", "clock_left", "working_days")


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, in words; None when there was or is none."""

    title: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Act:
    """One event. `facts` hold what its kind says besides, by name; `tally` is the count of a concluded vote."""

    number: int
    kind: str
    at: datetime
    person: str | None
    acting_for: str | None
    title: str
    outcome: str
    changes: tuple[Change, ...]
    facts: Mapping[str, Any]
    tally: Mapping[str, int] | None
    led_to: tuple[str, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class History:
    """A page of acts, the newest first; `next` is the number the next page begins below."""

    acts: tuple[Act, ...]
    next: int | None
    broken_at: int | None
    """The first event that does not fit the chain; None when it is whole, or was not asked."""
    verified: bool
    """Whether the chain was verified: once a reading, with its first page."""


def history_of(session: Session, opened: Opened, *, below: int | None = None, limit: int | None = None) -> History:
    """A page of the dossier's history, with the first one its chain verified; `limit` is PAGE unless said otherwise."""
    limit = limit or PAGE
    stream = dossier_stream(opened.dossier.id)
    rows = _rows(session, stream, below, limit)
    words = _Words(session, opened, rows)
    acts = tuple(_act(row, words) for row in rows[:limit])
    broken_at = None if below else verify(session, stream)
    return History(acts, acts[-1].number if len(rows) > limit else None, broken_at, verified=not below)


def _rows(session: Session, stream: str, below: int | None, limit: int) -> list[Any]:
    holder = aliased(Person)
    query = (
        select(
            Event.number, Event.kind, Event.at, Event.hash, Person.name, holder.name.label("held"), EventDetail.fields
        )
        .join(EventDetail, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
        .outerjoin(Person, Person.id == Event.actor_id)
        .outerjoin(holder, holder.id == Event.acting_for_id)
        .where(Event.stream == stream)
        .order_by(Event.number.desc())
        .limit(limit + 1)
    )
    return list(session.execute(query.where(Event.number < below) if below else query))


def _act(row: Any, words: "_Words") -> Act:
    said = {name: field.get("value") for name, field in row.fields.items()}
    nodes = words.definition.graph.nodes
    opened = (*(said.get("opened") or ()), said.get("end"))
    element = str(said.get("element"))
    return Act(
        number=row.number,
        kind=row.kind,
        at=row.at,
        person=row.name,
        acting_for=row.held,
        title=said.get("title") or (nodes[element].name if element in nodes else ""),
        outcome=outcome_in_words(words.definition, element, said.get("outcome")),
        changes=words.changes(said),
        facts=words.facts(said),
        tally=said.get("tally"),
        led_to=tuple(nodes[one].name for one in dict.fromkeys(opened) if one in nodes),
        hash=row.hash,
    )


class _Words:
    """What turns the values of events into words: the forms' questions, their options, and people's names."""

    def __init__(self, session: Session, opened: Opened, rows: Iterable[Any]) -> None:
        self.definition = definition = opened.definition
        self._law = opened.about.law
        self._fields = {
            field.stores: field for form in definition.forms.values() for field in form.fields if field.stores
        }
        self._choices = choices_for(session, definition.forms.values(), today=None)
        self._people = _people(session, rows)

    def facts(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What is said besides; the law, fixed once, by its name."""
        found = {name: said[name] for name in _PLAIN if said.get(name) is not None}
        return found | {"law_edition": self._law} if self._law and "law_edition" in found else found

    def changes(self, said: Mapping[str, Any]) -> tuple[Change, ...]:
        """What was stored, and who has the task: before and after."""
        stored = [self._stored(where, *values) for where, values in (said.get("stored") or {}).items()]
        if "assignee" in said:
            before, after = (self._people.get(one) for one in said["assignee"])
            stored.append(Change("", before, after))
        return tuple(stored)

    def _stored(self, where: str, before: Any, after: Any) -> Change:
        field = self._fields.get(where)
        if field is None:
            return Change(where, before, after)
        return Change(field.title, self._word(field, before), self._word(field, after))

    def _word(self, field: Field, value: Any) -> Any:
        options: Iterable[Option] = self._choices.get(field.choices, ()) if field.choices else field.options
        titles = {option.value: title_of(option) for option in options}
        if field.format == "date" and isinstance(value, str):
            return date.fromisoformat(value)
        return value if isinstance(value, (bool, list)) else titles.get(value, value)


def _people(session: Session, rows: Iterable[Any]) -> Mapping[str, str]:
    """The names of those a task was given to or taken from."""
    found = {one for row in rows for one in row.fields.get("assignee", {}).get("value") or () if one}
    if not found:
        return {}
    named = select(Person.id, Person.name).where(Person.id.in_([UUID(one) for one in found]))
    return {str(person): name for person, name in session.execute(named)}
