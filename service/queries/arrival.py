"""Why a dossier is where it is: the last act that moved it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from service.events import dossier_stream
from service.models import Dossier, Event, EventDetail, Person
from service.queries.answers import outcome_in_words
from workflows.definition import Definition


@dataclass(frozen=True, slots=True)
class Arrival:
    """The last step: what was done, its result, by whom (nobody: a deadline or a vote did it), for whom, when."""

    kind: str
    title: str
    outcome: str
    person: str | None
    acting_for: str | None
    at: datetime


_holder = aliased(Person)
_LAST = (
    select(Event.kind, Event.at, Person.name, _holder.name.label("held"), EventDetail.fields)
    .join(EventDetail, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
    .outerjoin(Person, Person.id == Event.actor_id)
    .outerjoin(_holder, _holder.id == Event.acting_for_id)
    .where(Event.stream == bindparam("stream"), Event.state_sha256.is_not(None))
    .order_by(Event.number.desc())
    .limit(1)
)


def arrival_of(session: Session, dossier: Dossier, definition: Definition) -> Arrival | None:
    """The last event that changed the dossier's state."""
    found = session.execute(_LAST, {"stream": dossier_stream(dossier.id)}).one_or_none()
    if found is None:
        return None
    element = _said(found.fields, "element")
    node = definition.graph.nodes.get(element or "")
    title = _said(found.fields, "title") or (node.name if node else "")
    outcome = outcome_in_words(definition, element, _said(found.fields, "outcome"))
    alone = node is None or node.panel is None  # of a vote nobody is named: it was the last ballot that moved it
    return Arrival(found.kind, title, outcome, found.name if alone else None, found.held if alone else None, found.at)


def _said(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name, {}).get("value")
    return str(value) if value is not None else None
