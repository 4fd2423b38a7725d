"""The list of dossiers as a table to take away (danh sách trích ngang): only what its reader may know of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import Reason, Refused
from service.models import Answer, AwardKind, Dossier, Nominee, Submission, Unit, WorkItem
from service.permissions import visible_to
from service.processes import definition_named
from service.proposals import PROPOSAL
from service.queries.answers import lines_of
from service.queries.choices import choices_for
from service.queries.dossiers import Sought, narrowed
from workflows.errors import msg

MOST = 5_000
"""Dossiers of one table."""
_TOO_MANY = Reason(
    "too_many", msg("More than {most} dossiers fit these filters. Narrow them, then export again."), {"most": MOST}
)


@dataclass(frozen=True, slots=True)
class Exported:
    """One line of the table; `said` is what the proposal answers, in words, by question."""

    number: int
    code: str
    nominee: str
    birth_date: date | None
    unit: str
    award: str
    letter: str | None
    letter_date: date | None
    place: str
    status: str
    said: Mapping[str, Any]


def exported(session: Session, actor: Actor, sought: Sought, *, letter_of: str = "") -> tuple[Exported, ...]:
    """The dossiers asked for, or those on the letter of one of them, oldest first. Raises Refused for too many."""
    rows = narrowed(_rows(actor), sought)
    if letter_of:
        same = select(Dossier.submission_id).where(Dossier.code == letter_of, visible_to(actor))
        rows = rows.where(Dossier.submission_id == same.scalar_subquery())
    found = session.execute(rows).all()
    if len(found) > MOST:
        raise Refused(_TOO_MANY)
    said = _said(session, found)
    return tuple(_line(session, number, row, said.get(row.id, {})) for number, row in enumerate(found, 1))


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Dossier.id,
            Dossier.code,
            Dossier.status,
            Dossier.stage,
            Dossier.definition,
            Dossier.version_id,
            Nominee.name.label("nominee"),
            Nominee.birth_date,
            Unit.name.label("unit"),
            AwardKind.name.label("award"),
            Submission.number.label("letter"),
            Submission.signed_on.label("letter_date"),
        )
        .join(Nominee, Nominee.id == Dossier.nominee_id)
        .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .outerjoin(Submission, Submission.id == Dossier.submission_id)
        .where(visible_to(actor))
        .order_by(Dossier.id)
        .limit(MOST + 1)
    )


def _said(session: Session, rows: Sequence[Any]) -> dict[UUID, Mapping[str, Any]]:
    """What each dossier's last proposal answers, in words."""
    definitions = {row.id: definition_named(session, row.definition, row.version_id) for row in rows}
    given = session.execute(
        select(Answer.dossier_id, Answer.form, Answer.data)
        .join(WorkItem, WorkItem.id == Answer.work_item_id)
        .where(Answer.element == PROPOSAL, WorkItem.closed_at.is_not(None), Answer.dossier_id.in_(list(definitions)))
        .order_by(Answer.answered_at)
    ).all()
    forms = {(one.dossier_id, one.form): definitions[one.dossier_id].forms.get(one.form) for one in given}
    choices = choices_for(session, {form.name: form for form in forms.values() if form}.values(), today=None)
    return {
        one.dossier_id: {line.name: line.value for line in lines_of(form, one.data, choices)}
        for one in given
        if (form := forms[one.dossier_id, one.form])
    }


def _line(session: Session, number: int, row: Any, said: Mapping[str, Any]) -> Exported:
    node = definition_named(session, row.definition, row.version_id).graph.nodes.get(row.stage)
    return Exported(
        number=number,
        code=row.code,
        nominee=row.nominee,
        birth_date=row.birth_date,
        unit=row.unit,
        award=row.award,
        letter=row.letter,
        letter_date=row.letter_date,
        place=node.name if node else "",
        status=row.status,
        said=said,
    )
