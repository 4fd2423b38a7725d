"""A dossier as its reader meets it: who is proposed for what, where it stands, and who can move it on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from service import clock
from service.actors import Actor
from service.errors import NotFound
from service.models import (
    Attachment,
    AwardRound,
    Campaign,
    Cluster,
    Comment,
    Dossier,
    Following,
    Incident,
    LawEdition,
    Person,
    ProcessVersion,
    Role,
    Status,
    Submission,
    Unit,
    WorkItem,
)
from service.permissions import exclusions_of, standing, visible_to, why_not_suspend, why_not_withdraw
from service.queries.arrival import Arrival, arrival_of
from service.queries.recall import recallable
from service.queries.stages import Stage, place_of, stages_of
from service.queries.waiting import Waiting, waiting_on
from service.queries.worded import definition_of
from workflows.definition import Definition


@dataclass(frozen=True, slots=True)
class About:
    """What the head of a dossier says besides its own columns."""

    unit: str
    unit_code: str
    cluster: str | None
    round: str | None
    round_code: str | None
    campaign_code: str | None
    law: str | None
    letter: str | None
    letter_date: date | None
    letter_dossiers: int
    opened_by: str
    papers: int
    comments: int
    followed: bool
    """Whether the reader follows it."""
    process: str
    version: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier opened by somebody who may know of it."""

    dossier: Dossier
    about: About
    definition: Definition
    place: str
    """The task it stands at or the end it reached, in the diagram's words; empty when it was withdrawn."""
    stages: tuple[Stage, ...]
    waiting: tuple[Waiting, ...]
    arrival: Arrival | None
    incident: Incident | None
    can_withdraw: bool
    can_suspend: bool
    can_resume: bool
    recall: WorkItem | None
    """The task the reader completed last and may take back."""
    can_add_nominee: bool
    """Whether the reader may propose another nominee on the same letter."""

    @property
    def supplementing(self) -> bool:
        """Whether the clock stands still until a supplement comes."""
        return self.dossier.clock_stopped_on is not None

    @property
    def due_on(self) -> date | None:
        """The nearest deadline."""
        return min((one.item.due_on for one in self.waiting), default=None)


def open_dossier_page(session: Session, actor: Actor, code: str, *, now: datetime) -> Opened:
    """The dossier with this code, for this reader. Raises NotFound when they may not know of it."""
    found = session.execute(_one(actor, code)).one_or_none()
    if found is None:
        raise NotFound(code)
    dossier, about = found[0], About(*found[1:])
    definition = definition_of(session, dossier)
    node = definition.graph.nodes.get(dossier.stage)
    exclusions = exclusions_of(session, dossier.id)
    may_suspend = why_not_suspend(actor, exclusions) is None
    return Opened(
        dossier=dossier,
        about=about,
        definition=definition,
        place=node.name if node else "",
        stages=stages_of(definition, place_of(session, dossier, definition), ended=dossier.ended_at is not None),
        waiting=waiting_on(session, actor, dossier, today=clock.local_date(now)),
        arrival=arrival_of(session, dossier, definition),
        incident=_incident(session, dossier) if dossier.incidents_open else None,
        can_withdraw=why_not_withdraw(session, actor, dossier, definition, exclusions) is None,
        can_suspend=may_suspend and standing(dossier) is None,
        can_resume=may_suspend and dossier.status == Status.SUSPENDED,
        recall=recallable(session, actor, dossier, exclusions, now=now),
        can_add_nominee=dossier.submission_id is not None and actor.holds(Role.UNIT_CLERK, dossier.unit_id),
    )


def _one(actor: Actor, code: str) -> Select[*tuple[Any, ...]]:
    opener = aliased(Person)
    shown = (Unit.name, Unit.code, Cluster.name, AwardRound.name, AwardRound.code, Campaign.code, LawEdition.name)
    return (
        select(Dossier, *shown, Submission.number, Submission.signed_on, *_counted(actor, opener))
        .join(Dossier.nominee)
        .join(Dossier.award_kind)
        .join(Unit, Unit.id == Dossier.unit_id)
        .join(opener, opener.id == Dossier.created_by_id)
        .join(ProcessVersion, ProcessVersion.id == Dossier.version_id)
        .outerjoin(Cluster, Cluster.id == Dossier.cluster_id)
        .outerjoin(AwardRound, AwardRound.id == Dossier.round_id)
        .outerjoin(Campaign, Campaign.id == Dossier.campaign_id)
        .outerjoin(LawEdition, LawEdition.id == Dossier.law_edition_id)
        .outerjoin(Dossier.submission)
        .where(Dossier.code == code, visible_to(actor))
        .options(
            contains_eager(Dossier.nominee), contains_eager(Dossier.award_kind), contains_eager(Dossier.submission)
        )
    )


def _counted(actor: Actor, opener: type[Person]) -> tuple[ColumnElement[Any], ...]:
    """Who opened it, what is on its letter and in it, whether the reader follows it, and which process it follows."""
    letter = aliased(Dossier)
    on_letter = select(func.count()).where(letter.submission_id == Dossier.submission_id)
    papers = select(func.count()).where(Attachment.dossier_id == Dossier.id, Attachment.removed_at.is_(None))
    comments = select(func.count()).where(Comment.dossier_id == Dossier.id)
    followed = exists().where(Following.dossier_id == Dossier.id, Following.person_id == actor.id)
    counts = (papers.scalar_subquery(), comments.scalar_subquery())
    process = (ProcessVersion.process_key.expression, ProcessVersion.number.expression)
    return (on_letter.scalar_subquery(), opener.name.expression, *counts, followed, *process)


def _incident(session: Session, dossier: Dossier) -> Incident | None:
    """The latest thing that could not be done and that nobody has resolved."""
    unresolved = select(Incident).where(Incident.dossier_id == dossier.id, Incident.resolved_at.is_(None))
    return session.scalar(unresolved.order_by(Incident.raised_at.desc(), Incident.id.desc()).limit(1))
