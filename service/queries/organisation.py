"""The house at a glance: how much of everything there is, and what was changed lately."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import AwardKind, AwardRound, Campaign, Cluster, CouncilMembership, Unit
from service.queries.administering import holds_on, require_administrator
from service.queries.changes import Changes, changes


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of what holds today, and a page of changes."""

    units: int
    clusters: int
    members: int
    awards: int
    unverified: int
    campaigns: int
    rounds: int
    changes: Changes


def overview(session: Session, actor: Actor, *, below: int | None = None, today: date) -> Overview:
    """What an administrator sees first. Raises NotAllowed."""
    require_administrator(actor)
    award = AwardKind.valid_from <= today, AwardKind.valid_to.is_(None) | (AwardKind.valid_to >= today)
    counts = [
        select(func.count(Unit.id)).where(Unit.valid_to.is_(None) | (Unit.valid_to >= today)),
        select(func.count(Cluster.id)),
        select(func.count(CouncilMembership.id)).where(holds_on(CouncilMembership, today)),
        select(func.count(AwardKind.id)).where(*award),
        select(func.count(AwardKind.id)).where(*award, ~AwardKind.verified),
        select(func.count(Campaign.id)).where(Campaign.valid_to.is_(None) | (Campaign.valid_to >= today)),
        select(func.count(AwardRound.id)).where(AwardRound.intake_to >= today),
    ]
    units, clusters, members, kinds, unverified, campaigns, rounds = (session.scalar(count) or 0 for count in counts)
    return Overview(units, clusters, members, kinds, unverified, campaigns, rounds, changes(session, below=below))
