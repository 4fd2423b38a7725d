"""The councils: who sits on each, which one votes, and which votes are open."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.facts import voting_council
from service.models import Council, CouncilMembership, Dossier, Person, RollEntry, WorkItem
from service.queries.administering import holds_on, require_administrator
from service.queries.changes import Change, changes_of


@dataclass(frozen=True, slots=True)
class Line:
    """One council and how many sit on it today; `votes` says whether it is the one that votes."""

    code: str
    name: str
    members: int
    votes: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A seat, past ones too; `open_votes` counts the open votes on whose roll the person stands."""

    id: UUID
    name: str
    position: str
    seat: str
    valid_from: date
    valid_to: date | None
    left: bool
    open_votes: int


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """One council; `members` sit today or later, `former` did."""

    council: Council
    votes: bool
    members: tuple[Member, ...]
    former: tuple[Member, ...]
    open_votes: tuple[tuple[str, int], ...]
    """Code and size of the roll of each vote that is open."""
    changes: tuple[Change, ...]


def councils(session: Session, actor: Actor, *, today: date) -> tuple[Line, ...]:
    """Every council, by code. Raises NotAllowed."""
    require_administrator(actor)
    sits = (CouncilMembership.council_id == Council.id) & holds_on(CouncilMembership, today)
    members = select(func.count()).where(sits).correlate(Council).scalar_subquery()
    voting = voting_council(session, today=today)
    found = session.execute(select(Council.code, Council.name, members, Council.id).order_by(Council.code))
    return tuple(Line(code, name, count, council_id == voting) for code, name, count, council_id in found)


def council_page(session: Session, actor: Actor, code: str, *, today: date) -> CouncilPage:
    """One council. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    council = session.scalar(select(Council).where(Council.code == code))
    if council is None:
        raise NotFound(code)
    votes = council.id == voting_council(session, today=today)
    seats = [Member(*row) for row in session.execute(_seats(council.id))]
    lasting = {seat.id for seat in seats if seat.valid_to is None or seat.valid_to >= today}
    return CouncilPage(
        council,
        votes,
        tuple(seat for seat in seats if seat.id in lasting),
        tuple(seat for seat in seats if seat.id not in lasting),
        tuple(session.execute(_open_votes()).all()) if votes else (),
        changes_of(session, council.id),
    )


def seat_of(session: Session, actor: Actor, seat_id: UUID) -> tuple[Council, Member]:
    """A seat that nobody has ended, and its council. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    council = session.scalar(
        select(Council)
        .join(CouncilMembership, CouncilMembership.council_id == Council.id)
        .where(CouncilMembership.id == seat_id)
    )
    if council is None:
        raise NotFound(str(seat_id))
    found = (Member(*row) for row in session.execute(_seats(council.id)))
    seat = next((one for one in found if one.id == seat_id), None)
    if seat is None:
        raise NotFound(str(seat_id))
    return council, seat


def _seats(council_id: UUID) -> Select[*tuple[Any, ...]]:
    waiting = select(func.count()).where(
        WorkItem.assignee_id == Person.id, WorkItem.panel, WorkItem.closed_at.is_(None)
    )
    return (
        select(
            CouncilMembership.id,
            Person.name,
            Person.position,
            CouncilMembership.seat,
            CouncilMembership.valid_from,
            CouncilMembership.valid_to,
            Person.left_at.is_not(None),
            waiting.correlate(Person).scalar_subquery(),
        )
        .join(Person, Person.id == CouncilMembership.person_id)
        .where(CouncilMembership.council_id == council_id, CouncilMembership.ended_at.is_(None))
        .order_by(CouncilMembership.position, CouncilMembership.valid_from)
    )


def _open_votes() -> Select[*tuple[Any, ...]]:
    open_tasks = select(WorkItem.task).where(WorkItem.panel, WorkItem.closed_at.is_(None))
    return (
        select(Dossier.code, func.count(RollEntry.id))
        .join(RollEntry, RollEntry.dossier_id == Dossier.id)
        .where(RollEntry.task.in_(open_tasks))
        .group_by(Dossier.code)
        .order_by(Dossier.code)
    )
