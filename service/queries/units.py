"""The units of the province: the list, and of each its clusters, its people and what it has under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from service.actors import Actor
from service.errors import NotFound
from service.models import Cluster, ClusterMembership, Dossier, Person, RoleGrant, Status, Unit
from service.queries.administering import holds_on, lasts, require_administrator
from service.queries.changes import Change, changes_of
from service.text import fold

PAGE = 40
_Successor = aliased(Unit)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for; empty means all. `state` is open or closed, `after` the code of the row before the page."""

    text: str = ""
    kind: str = ""
    cluster: str = ""
    state: str = ""
    after: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.kind or self.cluster or self.state)


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of the list, with its cluster and successor by name."""

    code: str
    name: str
    kind: str
    valid_from: date
    valid_to: date | None
    cluster_code: str | None
    cluster: str | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of units, how many fit in all, and after which code the next page begins."""

    lines: tuple[Line, ...]
    count: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A time in a cluster."""

    cluster: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who acts in the unit, today or later."""

    name: str
    role: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything about one unit that an administrator decides on."""

    unit: Unit
    successor: Unit | None
    predecessors: tuple[Unit, ...]
    placed: tuple[Placed, ...]
    holders: tuple[Holder, ...]
    running: int
    """Dossiers that have not ended."""
    changes: tuple[Change, ...]


def units(session: Session, actor: Actor, sought: Sought, *, today: date) -> Listed:
    """A page of the units that fit; names are searched without diacritics. Raises NotAllowed."""
    require_administrator(actor)
    words = fold(sought.text).split()
    rows = [Line(*row) for row in session.execute(_lines(today))]
    fitting = [row for row in rows if _fits(row, sought, words, today)]
    page = [row for row in fitting if row.code > sought.after]
    return Listed(tuple(page[:PAGE]), len(fitting), page[PAGE - 1].code if len(page) > PAGE else None)


def unit_page(session: Session, actor: Actor, code: str, *, today: date) -> UnitPage:
    """One unit. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    unit = session.scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise NotFound(code)
    running = select(func.count()).where(Dossier.unit_id == unit.id, Dossier.status != Status.ENDED)
    return UnitPage(
        unit=unit,
        successor=session.get(Unit, unit.successor_id) if unit.successor_id else None,
        predecessors=tuple(session.scalars(select(Unit).where(Unit.successor_id == unit.id).order_by(Unit.code))),
        placed=tuple(Placed(*row) for row in session.execute(_placed(unit.id))),
        holders=tuple(Holder(*row) for row in session.execute(_holders(unit.id, today))),
        running=session.scalar(running) or 0,
        changes=changes_of(session, unit.id),
    )


def _lines(today: date) -> Select[*tuple[Any, ...]]:
    belongs = (ClusterMembership.unit_id == Unit.id) & holds_on(ClusterMembership, today)
    return (
        select(
            Unit.code,
            Unit.name,
            Unit.kind,
            Unit.valid_from,
            Unit.valid_to,
            Cluster.code,
            Cluster.name,
            _Successor.name,
        )
        .outerjoin(ClusterMembership, belongs)
        .outerjoin(Cluster, Cluster.id == ClusterMembership.cluster_id)
        .outerjoin(_Successor, _Successor.id == Unit.successor_id)
        .order_by(Unit.code)
    )


def _fits(row: Line, sought: Sought, words: Sequence[str], today: date) -> bool:
    closed = row.valid_to is not None and row.valid_to < today
    named = fold(f"{row.code} {row.name}")
    return (
        all(word in named for word in words)
        and sought.kind in ("", row.kind)
        and sought.cluster in ("", row.cluster_code)
        and sought.state in ("", "closed" if closed else "open")
    )


def _placed(unit_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(Cluster.name, ClusterMembership.valid_from, ClusterMembership.valid_to)
        .join(Cluster, Cluster.id == ClusterMembership.cluster_id)
        .where(ClusterMembership.unit_id == unit_id, ClusterMembership.ended_at.is_(None))
        .order_by(ClusterMembership.valid_from.desc())
    )


def _holders(unit_id: UUID, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(Person.name, RoleGrant.role, RoleGrant.valid_from, RoleGrant.valid_to)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.scope_id == unit_id, lasts(RoleGrant, today), Person.left_at.is_(None))
        .order_by(RoleGrant.role, Person.name_order)
    )
