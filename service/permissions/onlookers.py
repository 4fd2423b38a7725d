"""Who of many people may know of one dossier: the rule of `visibility`, asked once for all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service.actors import AUDITING, Actor
from service.models import Dossier, Role, RollEntry, WorkItem
from service.permissions.visibility import OF_A_UNIT, PROVINCE_WIDE

_ITEMS = select(WorkItem.closed_by_id, WorkItem.assignee_id, WorkItem.role, WorkItem.closed_at).where(
    WorkItem.dossier_id == bindparam("dossier")
)
_ROLL = select(RollEntry.person_id).where(RollEntry.dossier_id == bindparam("dossier"))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides who may know of a dossier, besides its own columns."""

    acted: frozenset[UUID]
    """Who did a task of it or has one before them."""
    on_roll: frozenset[UUID]
    awaits_secretary: bool


def onlookers(session: Session, dossier: Dossier, people: Collection[Actor]) -> set[UUID]:
    """Those of the people who may know of the dossier; two statements at most."""
    if not people:
        return set()
    facts = _facts(session, dossier, any(person.holds(Role.COUNCIL_MEMBER) for person in people))
    return {person.id for person in people if _knows(person, dossier, facts)}


def _facts(session: Session, dossier: Dossier, with_roll: bool) -> _Facts:
    asked = {"dossier": dossier.id}
    items = session.connection().execute(_ITEMS, asked).all()
    still_theirs = {item.assignee_id for item in items if item.closed_at is None}
    on_roll = frozenset(session.connection().execute(_ROLL, asked).scalars()) if with_roll else frozenset()
    waits = any(item.role == Role.COUNCIL_SECRETARY and item.closed_at is None for item in items)
    return _Facts(frozenset({item.closed_by_id for item in items} | still_theirs), on_roll, waits)


def _knows(person: Actor, dossier: Dossier, facts: _Facts) -> bool:
    if person.only_runs_the_house:
        return False
    if person.id == dossier.created_by_id or person.id in facts.acted:
        return True
    if any(seat.role in OF_A_UNIT and seat.scope_id == dossier.unit_id for seat in person.seats):
        return True
    return _reached(person, dossier) or _before_the_council(person, facts)


def _reached(person: Actor, dossier: Dossier) -> bool:
    """A dossier that has left its unit has reached the province, and its own cluster."""
    if dossier.submitted_at is None:
        return False
    if person.roles & (PROVINCE_WIDE | AUDITING):
        return True
    return dossier.cluster_id is not None and person.holds(Role.CLUSTER_HEAD, dossier.cluster_id)


def _before_the_council(person: Actor, facts: _Facts) -> bool:
    if not person.holds(Role.COUNCIL_MEMBER):
        return False
    return facts.awaits_secretary or person.id in facts.on_roll
