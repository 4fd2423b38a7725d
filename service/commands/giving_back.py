"""Giving back to its group what its holder may no longer do: the role is over, or the person has left."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from service import events, permissions, rows
from service.actors import Actor
from service.clock import local_date
from service.commands import opening
from service.commands.locking import Held, find_items
from service.models import Delegation, Incident, RoleGrant, WorkItem


def give_back(session: Session, held: Held, *, now: datetime) -> bool:
    """Free a locked item whose holder may not do it, and say whether it was so; an incident when now nobody may.

    A ballot stays with its member, and nothing moves while the dossier stands still.
    """
    item, dossier, before = held.item, held.dossier, held.item.assignee_id
    if before is None or not _stranded(session, held, local_date(now)):
        return False
    item.assignee_id = item.claimed_at = None
    incidents = opening.unattended(session, dossier, [item], held.exclusions, now)
    detail: dict[str, Any] = {"task": item.task, "element": item.element, "title": item.title}
    detail["assignee"] = [before, None]
    detail["incidents"] = [incident["element"] for incident in incidents]
    events.note(session, dossier, "task_released", detail, actor=None, at=now)
    rows.add(session, Incident, incidents)
    return True


def take_over(session: Session, actor: Actor, held: Held, *, now: datetime) -> bool:
    """Free a locked item for the actor when only its holder keeps them from it, and that holder may not do it."""
    reason = permissions.why_not(actor, held.item, held.exclusions)
    return reason is not None and reason.code == "claimed" and give_back(session, held, now=now)


def give_back_under(session: Session, ended: RoleGrant | Delegation, *, now: datetime) -> int:
    """Free what was taken in the role and scope of an ended grant or delegation; how many there were.

    Of a grant by its holder and by whoever acted in their place, of a delegation by who acted under it.
    """
    there = (WorkItem.role == ended.role, WorkItem.scope_id == ended.scope_id)
    if isinstance(ended, Delegation):
        return _free(session, WorkItem.assignee_id == ended.delegate_id, *there, now=now)
    acting = _acting_for(ended.person_id).where(Delegation.role == ended.role, Delegation.scope_id == ended.scope_id)
    return _free(session, _taken_by(ended.person_id, acting), *there, now=now)


def give_back_of(session: Session, person_id: UUID, *, now: datetime) -> int:
    """Free what a person, or whoever acts in their place, has taken and may no longer do; how many there were."""
    return _free(session, _taken_by(person_id, _acting_for(person_id)), now=now)


def _acting_for(person_id: UUID) -> Select[UUID]:
    return select(Delegation.delegate_id).where(Delegation.delegator_id == person_id)


def _taken_by(person_id: UUID, acting: Select[UUID]) -> ColumnElement[bool]:
    return or_(WorkItem.assignee_id == person_id, WorkItem.assignee_id.in_(acting))


def _free(session: Session, *taken: ColumnElement[bool], now: datetime) -> int:
    """Ballots are never among them."""
    open_items = select(WorkItem.id).where(WorkItem.closed_at.is_(None), ~WorkItem.panel, *taken)
    item_ids = session.scalars(open_items).all()
    found = find_items(session, item_ids) if item_ids else []
    return sum(give_back(session, held, now=now) for held in found)


def _stranded(session: Session, held: Held, today: date) -> bool:
    item = held.item
    if item.panel or item.role is None or item.closed_at is not None or item.assignee_id is None:
        return False
    if permissions.standing(held.dossier):
        return False
    holder = permissions.actor_of(session, item.assignee_id, today=today)
    return holder is None or permissions.why_not(holder, item, held.exclusions) is not None
