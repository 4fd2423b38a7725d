"""The way a dossier has gone: its diagram, what was walked and how often, where it stands, and the same in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.events import dossier_stream
from service.models import Dossier, Event, EventDetail, Person, ProcessFile, WorkItem
from service.permissions import visible_to
from service.queries.answers import outcome_in_words
from workflows.definition import Definition


@dataclass(frozen=True, slots=True)
class Walk:
    """Times each element and flow was passed, and the elements it stands at."""

    walked: Mapping[str, int]
    here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One act that moved the dossier: what, with which result, by whom (nobody: a deadline), when, to where."""

    kind: str
    title: str
    outcome: str
    person: str | None
    at: datetime
    led_to: tuple[str, ...]


def diagram_of(session: Session, actor: Actor, code: str) -> bytes:
    """The diagram the dossier is pinned to, byte for byte. Raises NotFound."""
    found = session.scalar(
        select(ProcessFile.data)
        .join(Dossier, Dossier.version_id == ProcessFile.version_id)
        .where(Dossier.code == code, visible_to(actor), ProcessFile.name.endswith(".bpmn"))
        .order_by(ProcessFile.name)
        .limit(1)
    )
    if found is None:
        raise NotFound(code)
    return found


def walk_of(session: Session, actor: Actor, code: str) -> Walk:
    """What to mark on the diagram. Raises NotFound."""
    dossier = session.scalar(select(Dossier).where(Dossier.code == code, visible_to(actor)))
    if dossier is None:
        raise NotFound(code)
    walked: Counter[str] = Counter()
    moves = _moves(session, dossier)
    taken_back = {_value(fields, "recalls") for _, fields in moves}
    for row, fields in moves:
        if row.number not in taken_back:
            walked.update(_value(fields, "walked") or ())
    still = select(WorkItem.element).where(WorkItem.dossier_id == dossier.id, WorkItem.closed_at.is_(None))
    here = set(session.scalars(still)) or ({dossier.stage} if dossier.ended_at else set())
    return Walk(walked, tuple(sorted(here)))


def steps_of(session: Session, dossier: Dossier, definition: Definition) -> tuple[Step, ...]:
    """The acts that moved the dossier, the oldest first."""
    return tuple(_step(row, fields, definition) for row, fields in _moves(session, dossier))


def _moves(session: Session, dossier: Dossier) -> list[tuple[Any, Mapping[str, Any]]]:
    rows = session.execute(
        select(Event.number, Event.kind, Event.at, Person.name, EventDetail.fields)
        .join(EventDetail, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.stream == dossier_stream(dossier.id), Event.state_sha256.is_not(None))
        .order_by(Event.number)
    )
    return [(row, row.fields) for row in rows]


def _step(row: Any, fields: Mapping[str, Any], definition: Definition) -> Step:
    nodes, element = definition.graph.nodes, _value(fields, "element")
    opened = [*(_value(fields, "opened") or ()), _value(fields, "end")]
    return Step(
        kind=row.kind,
        title=_value(fields, "title") or (nodes[element].name if element in nodes else ""),
        outcome=outcome_in_words(definition, element, _value(fields, "outcome")),
        person=row.name,
        at=row.at,
        led_to=tuple(nodes[one].name for one in dict.fromkeys(opened) if one in nodes),
    )


def _value(fields: Mapping[str, Any], name: str) -> Any:
    return fields.get(name, {}).get("value")
