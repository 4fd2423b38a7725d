"""A council member's open votes, each with what the dossier says in short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager

from service.actors import Actor
from service.errors import NotAllowed, Reason
from service.models import CouncilSession, Dossier, Exclusion, Nominee, Role, RollEntry, Unit, WorkItem
from service.permissions import why_not
from service.queries.answers import Answered, answers_of_all
from service.queries.worded import definition_of
from workflows.errors import msg

_NO_MEMBER = Reason("no_member", msg("Ballot sheets are for members of the council."))


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot paper; `reason` says why it cannot be cast now."""

    item_id: UUID
    code: str
    nominee: str
    position: str
    award: str
    unit: str
    secret: bool
    due_on: date
    held_on: date | None
    answers: tuple[Answered, ...]
    reason: Reason | None


def ballot_papers(session: Session, actor: Actor) -> tuple[Paper, ...]:
    """The actor's ballot papers that are still open, the soonest due first.

    Raises NotAllowed for who never had one, or has come to run the house: it would tell them of a dossier.
    """
    if actor.only_runs_the_house:
        raise NotAllowed(_NO_MEMBER)
    rows = session.execute(
        select(WorkItem, Unit.name, CouncilSession.held_on)
        .join(WorkItem.dossier)
        .join(Dossier.nominee)
        .join(Dossier.award_kind)
        .join(Unit, Unit.id == Dossier.unit_id)
        .outerjoin(RollEntry, (RollEntry.task == WorkItem.task) & (RollEntry.person_id == WorkItem.assignee_id))
        .outerjoin(CouncilSession, CouncilSession.id == RollEntry.session_id)
        .options(contains_eager(WorkItem.dossier).contains_eager(Dossier.nominee))
        .options(contains_eager(WorkItem.dossier).contains_eager(Dossier.award_kind))
        .where(WorkItem.assignee_id == actor.id, WorkItem.closed_at.is_(None), WorkItem.panel)
        .order_by(WorkItem.due_on, WorkItem.dossier_id)
    ).all()
    if not rows:
        _require_member(session, actor)
    own = select(Exclusion).where(Exclusion.person_id == actor.id)
    excluded = session.scalars(own.where(Exclusion.dossier_id.in_([row[0].dossier_id for row in rows]))).all()
    answers = answers_of_all(session, {row[0].dossier_id: definition_of(session, row[0].dossier) for row in rows})
    return tuple(
        _paper(item, unit, held_on, answers[item.dossier_id], why_not(actor, item, _of(item, excluded)))
        for item, unit, held_on in rows
    )


def _require_member(session: Session, actor: Actor) -> None:
    """Whoever sits on the council, or stands on a roll from when they did."""
    on_roll = exists().where(RollEntry.person_id == actor.id)
    if not actor.holds(Role.COUNCIL_MEMBER) and not session.scalar(select(on_roll)):
        raise NotAllowed(_NO_MEMBER)


def _of(item: WorkItem, exclusions: Iterable[Exclusion]) -> list[Exclusion]:
    return [one for one in exclusions if one.dossier_id == item.dossier_id]


def _paper(
    item: WorkItem, unit: str, held_on: date | None, answers: tuple[Answered, ...], reason: Reason | None
) -> Paper:
    dossier: Dossier = item.dossier
    nominee: Nominee = dossier.nominee
    return Paper(
        item_id=item.id,
        code=dossier.code,
        nominee=nominee.name,
        position=", ".join(filter(None, (nominee.position, nominee.workplace))),
        award=dossier.award_kind.name,
        unit=unit,
        secret=dossier.award_kind.vote == "secret",
        due_on=item.due_on,
        held_on=held_on,
        answers=answers,
        reason=reason,
    )
