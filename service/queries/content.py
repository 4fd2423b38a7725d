"""What a dossier says: who is proposed, with what reports must count, and what was answered at each stage."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from service.models import Dossier
from service.queries.answers import Answered, Line, answers_of, lines_of
from service.queries.choices import choices_for
from service.queries.dossier import About, Opened
from workflows.forms import Form

_TABLES = ("nominee.", "dossier.", "submission.")


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading of the form that asks for them."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The facts as they stand now, and every answer, oldest first, without what the facts already say."""

    groups: tuple[Group, ...]
    answers: tuple[Answered, ...]


def content_of(session: Session, opened: Opened) -> Content:
    """The content of an opened dossier."""
    definition = opened.definition
    form = next((form for form in definition.forms.values() if _stored(form)), None)
    answers = answers_of(session, opened.dossier.id, definition)
    if form is None:
        return Content((), answers)
    facts = {name: _now(opened.dossier, opened.about, where) for name, where in _stored(form).items()}
    lines = lines_of(form, facts, choices_for(session, [form], today=None))
    forms = {node.id: node.form for node in definition.graph.tasks}
    return Content(_grouped(lines), tuple(_without(one, forms.get(one.element), form) for one in answers))


def _stored(form: Form) -> dict[str, str]:
    """Where a form's answers are kept besides: {question: "nominee.gender"}."""
    return {field.name: field.stores for field in form.fields if field.stores and field.stores.startswith(_TABLES)}


def _now(dossier: Dossier, about: About, where: str) -> Any:
    chosen = {"dossier.campaign": about.campaign_code, "dossier.round": about.round_code}
    if where in chosen:
        return chosen[where]
    table, column = where.split(".")
    row = {"nominee": dossier.nominee, "dossier": dossier, "submission": dossier.submission}[table]
    value = getattr(row, column) if row is not None else None
    return value or None  # a box that is not ticked says nothing


def _grouped(lines: tuple[Line, ...]) -> tuple[Group, ...]:
    titles = dict.fromkeys(line.group for line in lines)
    return tuple(Group(title, tuple(line for line in lines if line.group == title)) for title in titles)


def _without(answered: Answered, element_form: str | None, form: Form) -> Answered:
    """An answer without the lines that are facts now."""
    if element_form != form.name:
        return answered
    return replace(answered, lines=tuple(line for line in answered.lines if line.name not in _stored(form)))
