"""What a person may act as and in whose place, and when they are away: rows with days, ended ones too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from service.models import Absence, Cluster, Delegation, Person, RoleGrant, Unit
from service.queries.administering import lasts

_ender, _giver, _taker = aliased(Person), aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a row, and who ended it when."""

    first: date
    last: date | None
    ended_at: datetime | None
    ended_by: str | None
    today: date

    @property
    def state(self) -> str:
        """now, coming, past, or ended (before its time)."""
        if self.ended_at is not None:
            return "ended"
        if self.first > self.today:
            return "coming"
        return "past" if self.last is not None and self.last < self.today else "now"

    @property
    def open(self) -> bool:
        """Whether it holds, or will."""
        return self.state in ("now", "coming")


@dataclass(frozen=True, slots=True)
class Granted:
    """A role held oneself; `place` is a unit or a cluster, empty for the province."""

    id: UUID
    role: str
    place: str
    basis: str
    term: Term


@dataclass(frozen=True, slots=True)
class Lent:
    """A role held in somebody's place. It is `idle` while the giver does not hold it, or has left."""

    id: UUID
    role: str
    place: str
    giver_id: UUID
    giver: str
    taker_id: UUID
    taker: str
    form: str
    basis: str
    idle: bool
    term: Term


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody is away."""

    id: UUID
    reason: str
    term: Term


def grants_held(session: Session, person_id: UUID, *, today: date) -> tuple[Granted, ...]:
    """Every grant of a person, those that hold first."""
    rows = _placed(select(RoleGrant, _place(), _ender.name.label("ender")), RoleGrant)
    found = session.execute(rows.where(RoleGrant.person_id == person_id).order_by(RoleGrant.id.desc()))
    return _open_first(Granted(one.id, one.role, place, one.basis, _term(one, who, today)) for one, place, who in found)


def delegations_with(session: Session, person_id: UUID, *, today: date) -> tuple[Lent, ...]:
    """Every delegation a person gave or received, those that hold first."""
    rows = _lent(today).where(or_(Delegation.delegator_id == person_id, Delegation.delegate_id == person_id))
    return _open_first(_shown(row, today) for row in session.execute(rows.order_by(Delegation.id.desc())))


def delegation_shown(session: Session, delegation_id: UUID, *, today: date) -> Lent | None:
    """One delegation."""
    row = session.execute(_lent(today).where(Delegation.id == delegation_id)).one_or_none()
    return _shown(row, today) if row else None


def leaves_of(session: Session, person_id: UUID, *, today: date) -> tuple[Leave, ...]:
    """Every absence of a person, those that hold first."""
    rows = select(Absence, _ender.name).outerjoin(_ender, _ender.id == Absence.ended_by_id)
    found = session.execute(rows.where(Absence.person_id == person_id).order_by(Absence.valid_from.desc()))
    return _open_first(Leave(one.id, one.reason, _term(one, who, today)) for one, who in found)


def _place() -> ColumnElement[str]:
    return func.coalesce(Unit.name, Cluster.name, "").label("place")


def _placed(rows: Select[*tuple[Any, ...]], table: Any) -> Select[*tuple[Any, ...]]:
    return (
        rows.outerjoin(Unit, Unit.id == table.scope_id)
        .outerjoin(Cluster, Cluster.id == table.scope_id)
        .outerjoin(_ender, _ender.id == table.ended_by_id)
    )


def _lent(today: date) -> Select[*tuple[Any, ...]]:
    held = exists().where(
        RoleGrant.person_id == Delegation.delegator_id,
        RoleGrant.role == Delegation.role,
        RoleGrant.scope_id == Delegation.scope_id,
        lasts(RoleGrant, today),
    )
    idle = or_(~held, _giver.left_at.is_not(None)).label("idle")
    names = (_giver.name.label("giver"), _taker.name.label("taker"), _ender.name.label("ender"))
    return (
        _placed(select(Delegation, _place(), idle, *names), Delegation)
        .join(_giver, _giver.id == Delegation.delegator_id)
        .join(_taker, _taker.id == Delegation.delegate_id)
    )


def _shown(row: Any, today: date) -> Lent:
    one: Delegation = row[0]
    return Lent(
        one.id,
        one.role,
        row.place,
        one.delegator_id,
        row.giver,
        one.delegate_id,
        row.taker,
        one.form,
        one.basis,
        bool(row.idle),
        _term(one, row.ender, today),
    )


def _term(row: Any, ender: str | None, today: date) -> Term:
    return Term(row.valid_from, row.valid_to, row.ended_at, ender, today)


def _open_first(found: Iterator[Any]) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda one: not one.term.open))
