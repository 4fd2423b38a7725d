"""The Excel template of an award: the questions of its proposal, those asked once a letter apart from the columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.errors import NotAllowed, NotFound
from service.models import AwardKind, Process, ProcessVersion, Role, Unit
from service.permissions import why_not_propose
from service.processes import definition_named
from service.proposals import asked_once, proposal_form, stored_as
from service.queries.choices import choices_for
from service.sheets import Column
from workflows.forms import Field, Form, Option

NOTE = Column("wrong", "Nội dung cần sửa (hệ thống không đọc cột này)", kind="note")
"""Beside rows that go out to be mended; it may come back with them."""
_KIND, _NAME, _BORN = "nominee.kind", "nominee.name", "nominee.birth_date"
_TRUTH = {"true": "Có", "false": "Không"}
_EXAMPLES = {
    "nominee_name": "Nguyễn Thị Hạnh",
    "birth_date": "12/03/1984",
    "position": "Giáo viên",
    "workplace": "Trường THPT số 1 Hòa Vân",
    "size": "24",
}
_KINDS = {"integer": "whole", "number": "number"}


@dataclass(frozen=True, slots=True)
class ListForm:
    """What is asked of a list of nominees for one award; `shared` once, `columns` of every row."""

    award_id: UUID
    award_code: str
    award: str
    unit_id: UUID
    unit: str
    form: Form
    shared: Form
    """The questions asked once, as a form of its own to be shown; it cannot clean."""
    columns: tuple[Column, ...]
    choices: Mapping[str, tuple[Option, ...]]
    kinds: tuple[str, ...]
    today: date

    @property
    def name_field(self) -> str:
        """The column that holds the nominee's name."""
        return stored_as(self.form, _NAME)

    @property
    def kind_field(self) -> str:
        """The question after the kind of nominee; it is no column when the award knows only one kind."""
        return stored_as(self.form, _KIND)

    @property
    def birth_field(self) -> str:
        """The column that holds the day of birth; empty when the form does not ask for it."""
        return stored_as(self.form, _BORN)


def list_form(session: Session, actor: Actor, award: str, unit_id: UUID | None, *, now: datetime) -> ListForm:
    """The template of the award for a clerk of the unit (None: of the one they have).

    Raises NotAllowed, or NotFound when the award has no proposal.
    """
    if reason := why_not_propose(actor, unit_id):
        raise NotAllowed(reason)
    unit_id = unit_id or actor.seats_as(Role.UNIT_CLERK)[0].scope_id
    found = session.execute(_awards(now).where(AwardKind.code == award)).first()
    unit = session.get(Unit, unit_id)
    form = proposal_form(definition_named(session, found.name, found.id)) if found else None
    if found is None or unit is None or form is None:
        raise NotFound(award)
    kind = found.AwardKind
    kinds, today = tuple(kind.nominee_kinds), local_date(now)
    choices = choices_for(session, [form], today=today)
    shared = replace(form, fields=tuple(one for one in form.fields if asked_once(one)))
    columns = _columns(form, choices, kinds)
    return ListForm(kind.id, kind.code, kind.name, unit.id, unit.name, form, shared, columns, choices, kinds, today)


def _awards(now: datetime) -> Select[*tuple[Any, ...]]:
    today = local_date(now)
    return (
        select(AwardKind, ProcessVersion.name, ProcessVersion.id)
        .join(Process, Process.key == AwardKind.process_key)
        .join(ProcessVersion, ProcessVersion.id == Process.current_version_id)
        .where(AwardKind.valid_from <= today, or_(AwardKind.valid_to.is_(None), AwardKind.valid_to >= today))
        .order_by(AwardKind.position, AwardKind.valid_from.desc())
    )


def _columns(form: Form, choices: Mapping[str, tuple[Option, ...]], kinds: tuple[str, ...]) -> tuple[Column, ...]:
    """One column for each question that such a nominee can be asked."""
    kind_field = stored_as(form, _KIND)
    return tuple(
        _column(form, one, choices, kinds)
        for one in form.fields
        if not asked_once(one)
        and one.widget != "hidden"
        and not (one.name == kind_field and len(kinds) == 1)
        and _asked_of(one, kind_field, kinds)
    )


def _asked_of(field: Field, kind_field: str, kinds: tuple[str, ...]) -> bool:
    condition = field.show_if
    return condition is None or condition.field != kind_field or bool(set(condition.values) & set(kinds))


def _column(form: Form, field: Field, choices: Mapping[str, tuple[Option, ...]], kinds: tuple[str, ...]) -> Column:
    options = choices.get(field.choices, ()) if field.choices else field.options
    offered = {str(one.value): one.title for one in options if not _is_kind(form, field) or one.value in kinds}
    if field.type == "boolean":
        offered = _TRUTH
    needed = _needed_for(form, field, kinds)
    everybody = field.required or needed == set(kinds)
    return Column(
        name=field.name,
        title=field.title,
        required=everybody,
        kind="choice" if offered else _kind(field),
        choices=offered,
        example=_EXAMPLES.get(field.name, next(iter(offered.values()), "")),
        help=field.help,
        needed_for="" if everybody else ", ".join(_titles(form, needed)),
    )


def _kind(field: Field) -> str:
    if field.format == "date":
        return "date"
    return _KINDS.get(field.type, "lines" if field.widget == "textarea" else "text")


def _is_kind(form: Form, field: Field) -> bool:
    return field.name == stored_as(form, _KIND)


def _needed_for(form: Form, field: Field, kinds: tuple[str, ...]) -> set[str]:
    """The kinds of nominee that must answer, as far as nothing but the kind decides it."""
    kind_field = stored_as(form, _KIND)
    alone = [needs[0] for needs in field.required_when if len(needs) == 1 and needs[0].field == kind_field]
    return {str(value) for one in alone for value in one.values} & set(kinds)


def _titles(form: Form, kinds: set[str]) -> list[str]:
    field = form.by_name[stored_as(form, _KIND)]
    return [one.title for one in field.options if one.value in kinds]
