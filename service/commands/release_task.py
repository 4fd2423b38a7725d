"""Giving a task back to its group."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.locking import allow, find_item
from service.errors import NotAllowed, Reason
from service.models import WorkItem
from workflows.errors import msg

_NOT_YOURS = Reason("not_yours", msg("You have not taken this task."))
_BALLOT = Reason("ballot", msg("A ballot cannot be given back."))


def release_task(session: Session, actor: Actor, item_id: UUID, *, now: datetime) -> WorkItem:
    """Give back a task the actor has taken. Raises NotFound, NotAllowed, Refused or Conflict."""
    held = find_item(session, item_id)
    seat = allow(session, actor, held)
    item = held.item
    if item.panel or item.assignee_id is None:
        raise NotAllowed(_BALLOT if item.panel else _NOT_YOURS)
    item.assignee_id = item.claimed_at = None
    detail = {"task": item.task, "element": item.element, "title": item.title, "assignee": [actor.id, None]}
    events.note(session, item.dossier, "task_released", detail, actor=actor, seat=seat, at=now)
    return item
