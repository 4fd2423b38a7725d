"""What people answered on a dossier so far, stage by stage, in the words of the forms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from service.models import Answer, Event, Person, WorkItem
from service.queries.choices import choices_for
from service.queries.worded import title_of
from workflows.definition import Definition
from workflows.forms import Field, Form, Option


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer; options stand in words, a day is a date, yes and no are booleans."""

    name: str
    title: str
    value: str | int | float | bool | date | list[str]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """One task somebody completed."""

    element: str
    title: str
    stage: str
    person: str
    acting_for: str | None
    at: datetime
    outcome: str
    """The decisive answer in words, when the form has one."""
    form: str | None
    lines: tuple[Line, ...]

    def line(self, name: str) -> Line | None:
        """The answer to one question."""
        return next((line for line in self.lines if line.name == name), None)


_holder = aliased(Person)
_IN_PLACE_OF = (
    select(_holder.name)
    .join(Event, Event.acting_for_id == _holder.id)
    .where(Event.dossier_id == Answer.dossier_id, Event.at == Answer.answered_at, Event.actor_id == Answer.person_id)
    .limit(1)
    .correlate(Answer)
    .scalar_subquery()
)
"""In whose place an answer was given, as the event of the same moment says."""
_GIVEN = (
    select(
        Answer.dossier_id,
        Answer.work_item_id,
        Answer.element,
        Answer.form,
        Answer.data,
        Answer.answered_at,
        Person.name,
        _IN_PLACE_OF.label("held"),
    )
    .join(Person, Person.id == Answer.person_id)
    .join(WorkItem, WorkItem.id == Answer.work_item_id)
    .where(Answer.dossier_id.in_(bindparam("dossiers", expanding=True)), WorkItem.closed_at.is_not(None))
    .order_by(Answer.answered_at, Answer.id)
)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""What is kept; what was only typed may look otherwise, and is shown as typed."""


def answers_of(session: Session, dossier_id: UUID, definition: Definition) -> tuple[Answered, ...]:
    """Every answer that stands, oldest first; ballots are not among them, nor what its author has taken back."""
    return answers_of_all(session, {dossier_id: definition})[dossier_id]


def answers_of_all(session: Session, definitions: Mapping[UUID, Definition]) -> Mapping[UUID, tuple[Answered, ...]]:
    """The same for several dossiers, each with its definition, in two statements."""
    rows = _standing(session.execute(_GIVEN, {"dossiers": list(definitions)}).all())
    used = {
        (definitions[row.dossier_id].name, row.form): definitions[row.dossier_id].forms.get(row.form) for row in rows
    }
    choices = choices_for(session, filter(None, used.values()), today=None)
    return {
        dossier: tuple(_answered(row, definition, choices) for row in rows if row.dossier_id == dossier)
        for dossier, definition in definitions.items()
    }


def lines_of(form: Form, data: Mapping[str, Any], choices: Mapping[str, tuple[Option, ...]]) -> tuple[Line, ...]:
    """The answers to a form's questions, in its order, unanswered ones left out."""
    groups = {group.key: group.title for group in form.groups}
    return tuple(
        Line(field.name, field.title, _in_words(field, data[field.name], choices), groups.get(field.group or "", ""))
        for field in form.fields
        if data.get(field.name) is not None and field.widget != "hidden"
    )


def outcome_in_words(definition: Definition, element: str | None, outcome: str | None) -> str:
    """The decisive answer of a task as its form words it; the bare value when the form does not know it."""
    node = definition.graph.nodes.get(element or "")
    form = definition.forms.get(node.form) if node and node.form else None
    field = form.by_name.get("outcome") if form else None
    return str(_in_words(field, outcome, {})) if field and outcome else outcome or ""


def _standing(rows: Sequence[Any]) -> list[Any]:
    """Of each task the last answer: an earlier one was taken back."""
    last = {row.work_item_id: row for row in rows}
    return [row for row in rows if last[row.work_item_id] is row]


def _answered(row: Any, definition: Definition, choices: Mapping[str, tuple[Option, ...]]) -> Answered:
    node, form = definition.graph.nodes.get(row.element), definition.forms.get(row.form)
    return Answered(
        element=row.element,
        title=node.name if node else row.element,
        stage=(node.stage if node else None) or (node.name if node else row.element),
        person=row.name,
        acting_for=row.held,
        at=row.answered_at,
        outcome=outcome_in_words(definition, row.element, row.data.get("outcome")),
        form=row.form,
        lines=lines_of(form, row.data, choices) if form else (),
    )


def _in_words(field: Field, value: Any, choices: Mapping[str, tuple[Option, ...]]) -> Any:
    options = choices.get(field.choices, ()) if field.choices else field.options
    titles = {option.value: title_of(option) for option in options}
    if isinstance(value, list):
        return [str(titles.get(one, one)) for one in value]
    if field.format == "date" and isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value if isinstance(value, bool) else titles.get(value, value)
