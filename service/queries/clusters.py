"""The clusters: which units belong to each, today and later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.models import Cluster, ClusterMembership, Dossier, Person, RoleGrant, Status, Unit
from service.queries.administering import holds_on, lasts, require_administrator
from service.queries.changes import Change, changes_of


@dataclass(frozen=True, slots=True)
class Line:
    """One cluster, how many units it has today, and how many dossiers are under way in it."""

    code: str
    name: str
    kind: str
    units: int
    running: int


@dataclass(frozen=True, slots=True)
class Member:
    """A unit in the cluster, today or later."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """One cluster."""

    cluster: Cluster
    members: tuple[Member, ...]
    heads: tuple[str, ...]
    running: int
    changes: tuple[Change, ...]


def clusters(session: Session, actor: Actor, *, today: date) -> tuple[Line, ...]:
    """Every cluster, by code. Raises NotAllowed."""
    require_administrator(actor)
    belongs = (ClusterMembership.cluster_id == Cluster.id) & holds_on(ClusterMembership, today)
    units = select(func.count()).where(belongs).correlate(Cluster).scalar_subquery()
    running = _running(Cluster.id).correlate(Cluster).scalar_subquery()
    found = select(Cluster.code, Cluster.name, Cluster.kind, units, running).order_by(Cluster.code)
    return tuple(Line(*row) for row in session.execute(found))


def cluster_page(session: Session, actor: Actor, code: str, *, today: date) -> ClusterPage:
    """One cluster. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    cluster = session.scalar(select(Cluster).where(Cluster.code == code))
    if cluster is None:
        raise NotFound(code)
    members = (
        select(Unit.code, Unit.name, ClusterMembership.valid_from, ClusterMembership.valid_to)
        .join(Unit, Unit.id == ClusterMembership.unit_id)
        .where(ClusterMembership.cluster_id == cluster.id, lasts(ClusterMembership, today))
        .order_by(Unit.code)
    )
    heads = (
        select(Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.scope_id == cluster.id, holds_on(RoleGrant, today), Person.left_at.is_(None))
        .order_by(Person.name_order)
    )
    return ClusterPage(
        cluster,
        tuple(Member(*row) for row in session.execute(members)),
        tuple(session.scalars(heads)),
        session.scalar(_running(cluster.id)) or 0,
        changes_of(session, cluster.id),
    )


def _running(cluster_id: object) -> Select[*tuple[Any, ...]]:
    return select(func.count()).where(Dossier.cluster_id == cluster_id, Dossier.status != Status.ENDED)
