"""Taking a task of one's group."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.giving_back import take_over
from service.commands.locking import allow, find_item
from service.models import WorkItem


def claim_task(session: Session, actor: Actor, item_id: UUID, *, now: datetime) -> WorkItem:
    """Take a free task, or one whose holder may no longer do it; taking one's own again changes nothing.

    Raises NotFound, NotAllowed, Refused or Conflict.
    """
    held = find_item(session, item_id)
    take_over(session, actor, held, now=now)
    seat = allow(session, actor, held)
    item = held.item
    if item.assignee_id is None:
        item.assignee_id, item.claimed_at = actor.id, now
        detail = {"task": item.task, "element": item.element, "title": item.title, "assignee": [None, actor.id]}
        events.note(session, item.dossier, "task_claimed", detail, actor=actor, seat=seat, at=now)
    return item
