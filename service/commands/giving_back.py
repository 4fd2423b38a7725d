"""Giving back to its group what its holder may no longer do: the role is over, or the person has left."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
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


def give_back_under(session: Session, grant: RoleGrant, *, now: datetime) -> None:
    """Free what the holder of an ended grant, and whoever acted in their place, had taken in that role and scope."""
    acting = select(Delegation.delegate_id).where(
        Delegation.delegator_id == grant.person_id,
        Delegation.role == grant.role,
        Delegation.scope_id == grant.scope_id,
    )
    taken = select(WorkItem.id).where(
        WorkItem.role == grant.role,
        WorkItem.scope_id == grant.scope_id,
        WorkItem.closed_at.is_(None),
        ~WorkItem.panel,
        (WorkItem.assignee_id == grant.person_id) | WorkItem.assignee_id.in_(acting),
    )
    item_ids = session.scalars(taken).all()
    for held in find_items(session, item_ids) if item_ids else ():
        give_back(session, held, now=now)


def _stranded(session: Session, held: Held, today: date) -> bool:
    item = held.item
    if item.panel or item.role is None or item.closed_at is not None or item.assignee_id is None:
        return False
    if permissions.standing(held.dossier):
        return False
    holder = permissions.actor_of(session, item.assignee_id, today=today)
    return holder is None or permissions.why_not(holder, item, held.exclusions) is not None
