"""Keeping what is half written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import permissions
from service.actors import Actor
from service.commands import drafts
from service.commands.completing import BALLOT
from service.commands.locking import Held, allow
from service.errors import Conflict, NotFound, Reason, Refused
from service.models import Draft, WorkItem
from workflows.errors import msg

_ELSEWHERE = Reason("draft_elsewhere", msg("You have gone on with this draft in another window."))


def save_draft(
    session: Session,
    actor: Actor,
    item_id: UUID,
    data: Mapping[str, Any],
    *,
    seen: datetime | None = None,
    now: datetime,
) -> Draft:
    """Keep what the actor has typed on a task they may do; unchecked, and seen by nobody else.

    `seen` is when the draft that the page began with was saved; one that the actor has saved elsewhere since then is
    not written over. Raises NotFound, NotAllowed, Refused or Conflict.
    """
    item = session.scalar(
        select(WorkItem).join(WorkItem.dossier).options(contains_eager(WorkItem.dossier)).where(WorkItem.id == item_id)
    )
    if item is None:
        raise NotFound(str(item_id))
    allow(session, actor, Held(item, permissions.exclusions_of(session, item.dossier_id)))
    if item.panel:
        raise Refused(BALLOT)
    kept = drafts.kept_at(session, item_id, actor.id) if seen else None
    if seen and kept and kept > seen:
        raise Conflict(_ELSEWHERE, who=actor.name, at=kept, dossier_code=item.dossier.code)
    return drafts.keep(session, item_id, actor.id, data, now=now)
