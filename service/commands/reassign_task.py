"""Handing a task to somebody else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.giving_back import take_over
from service.commands.locking import Held, find_item, known_to
from service.errors import Conflict, NotAllowed, Reason, Refused
from service.models import WorkItem
from service.permissions.rules import NOT_OPEN
from service.text import tidy
from workflows.errors import msg

_NO_REASON = Reason("no_reason", msg("Say why the task is handed on."))
NOBODY = Reason("nobody", msg("There is no such person."))
_UNFIT = msg("{name} cannot do this task: {reason}")
_AWAY = msg("{name} is away until {day}. Choose somebody else, or wait.")


def reassign_task(session: Session, actor: Actor, item_id: UUID, to: UUID, reason: str, *, now: datetime) -> WorkItem:
    """Give a task to a person who may do it; allowed to who has it and to their superior.

    Whoever may do it hands it on too when its holder no longer may. Whoever has it already keeps it: nothing changes.

    Raises NotFound, NotAllowed, Conflict (done) or Refused (no reason given, or that person may not do it).
    """
    held = find_item(session, item_id)
    item = held.item
    if not take_over(session, actor, held, now=now):
        _may_hand_on(session, actor, held)
    reason = tidy(reason)
    if not reason:
        raise Refused(_NO_REASON)
    before = item.assignee_id
    if before == to:
        return item  # the second of two clicks
    item.assignee_id, item.claimed_at = None, None
    receiver = _receiver(session, actor, to, now)
    if why := permissions.why_not(receiver, item, held.exclusions):
        raise Refused(Reason("unfit", _UNFIT, {"name": receiver.name, "reason": why}))
    item.assignee_id, item.claimed_at = receiver.id, now
    detail: dict[str, Any] = {"task": item.task, "element": item.element, "title": item.title, "reason": reason}
    detail["assignee"] = [before, receiver.id]
    seat = permissions.superior_of(actor, item, held.exclusions) or permissions.seat_for(actor, item, held.exclusions)
    events.note(session, item.dossier, "task_reassigned", detail, actor=actor, seat=seat, at=now)
    return item


def _may_hand_on(session: Session, actor: Actor, held: Held) -> None:
    item = held.item
    refusal = permissions.why_not_reassign(actor, item, held.exclusions)
    if refusal is not None:
        known_to(session, actor, item.dossier)
        if refusal == NOT_OPEN:
            raise Conflict(NOT_OPEN, who=None, at=item.closed_at, dossier_code=item.dossier.code)
        raise NotAllowed(refusal)


def _receiver(session: Session, actor: Actor, to: UUID, now: datetime) -> Actor:
    """Who gets the task: somebody who is here, and not away unless they take it themselves."""
    receiver = permissions.actor_of(session, to, today=local_date(now))
    if receiver is None:
        raise Refused(NOBODY)
    until = permissions.away_until(session, to, today=local_date(now))
    if until is not None and to != actor.id:
        raise Refused(Reason("away", _AWAY, {"name": receiver.name, "day": until}))
    return receiver
