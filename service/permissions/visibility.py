"""Which dossiers a person may know of."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from service.actors import AUDITING, Actor
from service.models import Dossier, Role, RollEntry, WorkItem

PROVINCE_WIDE = frozenset(
    {
        Role.INTAKE_CLERK,
        Role.APPRAISER,
        Role.AGENCY_LEAD,
        Role.COUNCIL_SECRETARY,
        Role.COMPETENT_AUTHORITY,
        Role.RECORDS_CLERK,
    }
)
"""Roles that see every dossier once it has left its unit."""
OF_A_UNIT = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on Dossier: the actor may know of it. Who only administers or publishes sees none, nor their own."""
    if actor.only_runs_the_house:
        return false()
    rules = [_acted(actor)]
    if units := _scopes(actor, OF_A_UNIT):
        rules.append(Dossier.unit_id.in_(units))
    if clusters := _scopes(actor, {Role.CLUSTER_HEAD}):
        rules.append(and_(Dossier.submitted_at.is_not(None), Dossier.cluster_id.in_(clusters)))
    if actor.roles & (PROVINCE_WIDE | AUDITING):
        rules.append(Dossier.submitted_at.is_not(None))
    if actor.holds(Role.COUNCIL_MEMBER):
        rules.append(_before_the_council(actor))
    return or_(false(), *rules)


def can_see(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may know of this dossier; to others it does not exist."""
    return bool(session.scalar(select(exists().where(Dossier.id == dossier.id, visible_to(actor)))))


def _scopes(actor: Actor, roles: frozenset[Role] | set[Role]) -> list[UUID]:
    return sorted({seat.scope_id for seat in actor.seats if seat.role in roles})


def _acted(actor: Actor) -> ColumnElement[bool]:
    """Who opened it, did a task of it or has one before them knows of it."""
    item = select(WorkItem.id).where(
        WorkItem.dossier_id == Dossier.id,
        or_(WorkItem.closed_by_id == actor.id, and_(WorkItem.assignee_id == actor.id, WorkItem.closed_at.is_(None))),
    )
    return or_(Dossier.created_by_id == actor.id, exists(item).correlate(Dossier))


def _before_the_council(actor: Actor) -> ColumnElement[bool]:
    """A member sees what they are on the roll for, and what the secretary is about to open."""
    on_roll = select(RollEntry.id).where(RollEntry.dossier_id == Dossier.id, RollEntry.person_id == actor.id)
    waiting = select(WorkItem.id).where(
        WorkItem.dossier_id == Dossier.id, WorkItem.role == Role.COUNCIL_SECRETARY, WorkItem.closed_at.is_(None)
    )
    return or_(exists(on_roll).correlate(Dossier), exists(waiting).correlate(Dossier))
