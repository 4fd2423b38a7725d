"""One work item with what its doer needs to know: the dossier, why it is here, who may act, what was typed so far."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from service import clock
from service.actors import Actor, Seat
from service.errors import NotFound, Reason
from service.models import (
    AwardRound,
    Cluster,
    Comment,
    Dossier,
    Draft,
    Exclusion,
    Person,
    Status,
    Submission,
    Unit,
    WorkItem,
)
from service.permissions import exclusions_of, seat_for, visible_to, why_not, why_not_reassign
from service.queries.answers import Answered, answers_of
from service.queries.arrival import Arrival, arrival_of
from service.queries.choices import choices_for
from service.queries.explain import Explanation, explain
from service.queries.papers import Paper, papers_of
from service.queries.prefilled import prefilled
from service.queries.questions import Question, questions_about
from service.queries.recall import recallable
from service.queries.stages import Stage, place_of, stages_of
from service.queries.worded import definition_of
from workflows.definition import Definition
from workflows.forms import Form, Option


@dataclass(frozen=True, slots=True)
class Head:
    """Who is proposed for what, as the top of a dossier shows it."""

    unit: str
    cluster: str | None
    round: str | None
    letter: str | None
    letter_date: date | None
    letter_dossiers: int


@dataclass(frozen=True, slots=True)
class Permits:
    """What the reader may do with the item besides completing it."""

    claim: bool
    release: bool
    reassign: bool
    recall: bool


@dataclass(frozen=True, slots=True)
class Work:
    """A work item opened by somebody who may know of it."""

    item: WorkItem
    dossier: Dossier
    head: Head
    form: Form | None
    choices: Mapping[str, tuple[Option, ...]]
    draft: dict[str, Any]
    saved_at: datetime | None
    reason: Reason | None
    """Why the reader may not complete it; None when they may."""
    seat: Seat | None
    """From which seat the reader would act: it may be somebody else's."""
    permits: Permits
    doer: str | None
    """Who claimed it, or who completed it."""
    arrival: Arrival | None
    explanation: Explanation | None
    answers: tuple[Answered, ...]
    papers: tuple[Paper, ...]
    comments: int
    """How many stand on the dossier."""
    questions: tuple[Question, ...]
    """What colleagues were asked about this task and have not answered yet."""
    stages: tuple[Stage, ...]

    @property
    def proposal(self) -> Answered | None:
        """The latest answer to the question the dossier began with."""
        return next((one for one in reversed(self.answers) if one.element == self.answers[0].element), None)

    @property
    def opinions(self) -> tuple[Answered, ...]:
        """What the later tasks answered, oldest first."""
        return tuple(one for one in self.answers if one.element != self.answers[0].element)


_doer, _letter = aliased(Person), aliased(Dossier)
_ON_LETTER = select(func.count()).where(_letter.submission_id == Dossier.submission_id).scalar_subquery()
_COMMENTS = select(func.count()).where(Comment.dossier_id == WorkItem.dossier_id).scalar_subquery()
_ITEM = (
    select(
        WorkItem,
        _doer.name,
        Unit.name,
        Cluster.name,
        AwardRound.name,
        Submission.number,
        Submission.signed_on,
        _ON_LETTER,
        _COMMENTS,
    )
    .join(WorkItem.dossier)
    .join(Dossier.nominee)
    .join(Dossier.award_kind)
    .join(Unit, Unit.id == Dossier.unit_id)
    .outerjoin(Cluster, Cluster.id == Dossier.cluster_id)
    .outerjoin(AwardRound, AwardRound.id == Dossier.round_id)
    .outerjoin(Submission, Submission.id == Dossier.submission_id)
    .outerjoin(_doer, _doer.id == func.coalesce(WorkItem.closed_by_id, WorkItem.assignee_id))
    .where(WorkItem.id == bindparam("item"))
    .options(contains_eager(WorkItem.dossier).contains_eager(Dossier.nominee))
    .options(contains_eager(WorkItem.dossier).contains_eager(Dossier.award_kind))
)
_DRAFT = select(Draft.data, Draft.saved_at).where(
    Draft.work_item_id == bindparam("item"), Draft.person_id == bindparam("person")
)


def open_item(session: Session, actor: Actor, item_id: UUID, *, now: datetime) -> Work:
    """The item for this reader. Raises NotFound when they may not know of its dossier."""
    found = session.execute(_ITEM.where(visible_to(actor)), {"item": item_id}).one_or_none()
    if found is None:
        raise NotFound
    item, doer, head, comments = found[0], found[1], Head(*found[2:-1]), found[-1]
    dossier, today = item.dossier, clock.local_date(now)
    definition, exclusions = definition_of(session, dossier), exclusions_of(session, item.dossier_id)
    reason = _reason(actor, item, exclusions, doer)
    return Work(
        item,
        dossier,
        head,
        *_form(session, definition, item, today),
        *_draft(session, actor, item, definition, today),
        reason=reason,
        seat=seat_for(actor, item, exclusions) if reason is None else None,
        permits=_permits(session, actor, item, exclusions, reason, now),
        doer=doer,
        arrival=arrival_of(session, dossier, definition),
        explanation=_explanation(session, item, exclusions, doer, today),
        answers=answers_of(session, dossier.id, definition),
        papers=papers_of(session, dossier.id),
        comments=comments,
        questions=_questions(session, item, comments),
        stages=stages_of(definition, place_of(session, dossier, definition), ended=dossier.status == Status.ENDED),
    )


def _questions(session: Session, item: WorkItem, comments: int) -> tuple[Question, ...]:
    return questions_about(session, item) if comments and item.closed_at is None else ()


def _form(
    session: Session, definition: Definition, item: WorkItem, today: date
) -> tuple[Form | None, Mapping[str, tuple[Option, ...]]]:
    form = definition.forms.get(item.form or "")
    return form, choices_for(session, [form] if form else [], today=today)


def _reason(actor: Actor, item: WorkItem, exclusions: Collection[Exclusion], doer: str | None) -> Reason | None:
    names = {item.assignee_id: doer} if item.assignee_id and doer else {}
    return why_not(actor, item, exclusions, names=names)


def _permits(
    session: Session,
    actor: Actor,
    item: WorkItem,
    exclusions: Collection[Exclusion],
    reason: Reason | None,
    now: datetime,
) -> Permits:
    done = item.closed_by_id == actor.id
    return Permits(
        claim=reason is None and item.assignee_id is None,
        release=reason is None and item.assignee_id == actor.id and not item.panel and item.role is not None,
        reassign=why_not_reassign(actor, item, exclusions) is None,
        recall=done and recallable(session, actor, item.dossier, exclusions, now=now) is item,
    )


def _draft(
    session: Session, actor: Actor, item: WorkItem, definition: Definition, today: date
) -> tuple[dict[str, Any], datetime | None]:
    """What the reader typed and when; until then what the form says by itself."""
    found = session.execute(_DRAFT, {"item": item.id, "person": actor.id}).one_or_none()
    if found:
        return found.data, found.saved_at
    return prefilled(session, definition.forms.get(item.form or ""), today=today), None


def _explanation(
    session: Session, item: WorkItem, exclusions: Collection[Exclusion], doer: str | None, today: date
) -> Explanation | None:
    return explain(session, item, exclusions, doer=doer, today=today) if item.closed_at is None else None
