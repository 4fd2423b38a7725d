"""Which cluster a unit belongs to, and since when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands.catalogue_keeping import refuse
from service.ids import new_id
from service.models import Cluster, ClusterMembership, Unit
from workflows.errors import msg


def cluster_chosen(session: Session, code: str) -> Cluster:
    """The cluster with this code. Raises InvalidAnswers about the field `cluster`."""
    found = session.scalar(select(Cluster).where(Cluster.code == code))
    return found or refuse("cluster", "choice", msg("Choose one of the options."))


def memberships_from(session: Session, unit_id: UUID, day: date) -> list[ClusterMembership]:
    """The unit's memberships that hold on this day or begin later, the first one first; locked."""
    lasting = select(ClusterMembership).where(
        ClusterMembership.unit_id == unit_id,
        ClusterMembership.ended_at.is_(None),
        ClusterMembership.valid_to.is_(None) | (ClusterMembership.valid_to >= day),
    )
    return list(session.scalars(lasting.order_by(ClusterMembership.valid_from).with_for_update()))


def member_of(cluster: Cluster, unit: Unit, since: date, *, actor: Actor | None, now: datetime) -> ClusterMembership:
    """A membership that lasts until somebody ends it; not yet added to the session."""
    return ClusterMembership(
        id=new_id(),
        cluster_id=cluster.id,
        unit_id=unit.id,
        valid_from=since,
        recorded_at=now,
        recorded_by_id=actor.id if actor else None,
    )
