"""Move a unit to another cluster."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.clustering import cluster_chosen, member_of, memberships_from
from service.commands.redating import cut
from service.models import Cluster, ClusterMembership, Unit
from workflows.errors import msg


def place_unit(
    session: Session, actor: Actor | None, code: str, answers: Mapping[str, Any], *, now: datetime
) -> ClusterMembership:
    """From a day on the unit belongs to another cluster; dossiers that are under way keep the cluster they have.

    The answers are those of the form `unit_place`. Raises NotAllowed, NotFound or InvalidAnswers.
    """
    require_administrator(actor)
    said = keeping.asked("unit_place", answers)
    keeping.take_turn(session)
    unit, cluster, since = (
        keeping.find(session, Unit, code),
        cluster_chosen(session, said["cluster"]),
        said["valid_from"],
    )
    _require_sound(unit, since, local_date(now))
    before = memberships_from(session, unit.id, since)
    if before and all(one.cluster_id == cluster.id for one in before):
        keeping.refuse("cluster", "already", msg("The unit belongs to this cluster already."))
    for membership in before:
        cut(session, membership, since - timedelta(days=1), actor=actor, now=now)
    placed = member_of(cluster, unit, since, actor=actor, now=now)
    session.add(placed)
    session.flush()
    old = session.get(Cluster, before[0].cluster_id) if before else None
    detail = {"code": code, "cluster": [old.code if old else None, cluster.code], "valid_from": since}
    keeping.note(session, "unit_placed", unit, {**detail, "basis": said["basis"]}, actor=actor, now=now)
    return placed


def _require_sound(unit: Unit, since: date, today: date) -> None:
    if since < today:
        keeping.refuse("valid_from", "past", msg("A unit moves today or later: what was decided before stays."))
    if since < unit.valid_from or (unit.valid_to and since > unit.valid_to):
        keeping.refuse("valid_from", "outside", msg("The unit does not exist on this day."))
