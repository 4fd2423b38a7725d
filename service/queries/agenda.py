"""The council secretary's table: dossiers that wait for a vote, and the sittings with how far each has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from service.actors import Actor
from service.errors import NotAllowed, Reason
from service.models import (
    AwardKind,
    CouncilSession,
    Dossier,
    Exclusion,
    Nominee,
    Role,
    RollEntry,
    Status,
    Unit,
    WorkItem,
)
from service.permissions import why_not, why_not_open_voting

OPENS_VOTING = "council_opening"
"""The form of a task that opens a vote."""
SITTINGS = 20
"""How many sittings the table shows."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A dossier whose vote can be opened; `reason` says why this reader cannot."""

    item_id: UUID
    code: str
    nominee: str
    award: str
    unit: str
    vote: str
    due_on: date
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting: how many votes it has, and how many of its roll have voted."""

    id: UUID
    held_on: date
    opened_at: datetime
    closed_at: datetime | None
    dossiers: int
    voted: int
    expected: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything the secretary's table shows."""

    ready: tuple[Ready, ...]
    sittings: tuple[Sitting, ...]


def agenda(session: Session, actor: Actor) -> Agenda:
    """The table of the council's secretary. Raises NotAllowed for anybody else."""
    if reason := why_not_open_voting(actor):
        raise NotAllowed(reason)
    return Agenda(_ready(session, actor), _sittings(session))


def _ready(session: Session, actor: Actor) -> tuple[Ready, ...]:
    rows = session.execute(_WAITING).all()
    excluded = _excluded(session, {row[0].dossier_id for row in rows})
    return tuple(
        Ready(
            item_id=item.id,
            code=item.dossier.code,
            nominee=nominee,
            award=award,
            unit=unit,
            vote=vote,
            due_on=item.due_on,
            reason=why_not(actor, item, excluded.get(item.dossier_id, ())),
        )
        for item, nominee, award, unit, vote in rows
    )


def _excluded(session: Session, dossiers: Collection[UUID]) -> dict[UUID, list[Exclusion]]:
    """The exclusions of each dossier."""
    found: dict[UUID, list[Exclusion]] = {}
    for one in session.scalars(select(Exclusion).where(Exclusion.dossier_id.in_(dossiers))):
        found.setdefault(one.dossier_id, []).append(one)
    return found


def _sittings(session: Session) -> tuple[Sitting, ...]:
    rows = session.execute(
        select(
            CouncilSession.id,
            CouncilSession.held_on,
            CouncilSession.opened_at,
            CouncilSession.closed_at,
            func.count(RollEntry.task.distinct()),
            func.count(RollEntry.voted_on),
            func.count(RollEntry.id),
        )
        .outerjoin(RollEntry, RollEntry.session_id == CouncilSession.id)
        .group_by(CouncilSession.id, CouncilSession.held_on, CouncilSession.opened_at, CouncilSession.closed_at)
        .order_by(CouncilSession.id.desc())
        .limit(SITTINGS)
    )
    return tuple(Sitting(*row) for row in rows)


_WAITING = (
    select(WorkItem, Nominee.name, AwardKind.name, Unit.name, AwardKind.vote)
    .join(WorkItem.dossier)
    .join(Nominee, Nominee.id == Dossier.nominee_id)
    .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .options(contains_eager(WorkItem.dossier))
    .where(
        WorkItem.role == Role.COUNCIL_SECRETARY,
        WorkItem.form == OPENS_VOTING,
        WorkItem.closed_at.is_(None),
        Dossier.status == Status.RUNNING,
    )
    .order_by(WorkItem.due_on, WorkItem.id)
)
