"""Completing a task."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands.completing import BALLOT, Completed, complete_item, opens_vote
from service.commands.locking import allow, find_item
from service.errors import Reason, Refused
from workflows.errors import msg

__all__ = ["Completed", "complete_task"]

_OPENING = Reason("opening", msg("A vote is opened on the council's page, at a sitting."))


def complete_task(session: Session, actor: Actor, item_id: UUID, raw: Mapping[str, Any], *, now: datetime) -> Completed:
    """Record the actor's answers and move the dossier on.

    Raises NotFound, NotAllowed, Refused (suspended, a ballot, a vote to open), InvalidAnswers, or Conflict (done or
    claimed by another).
    When the engine cannot make the step the answers are kept as a draft and `Completed.incident` says why.
    """
    held = find_item(session, item_id)
    seat = allow(session, actor, held)
    if held.item.panel:
        raise Refused(BALLOT)
    if opens_vote(session, held):
        raise Refused(_OPENING)
    return complete_item(session, actor, seat, held, raw, now=now)
