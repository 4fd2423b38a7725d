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
from service.errors import NotFound, Refused
from service.models import Draft, WorkItem


def save_draft(session: Session, actor: Actor, item_id: UUID, data: Mapping[str, Any], *, now: datetime) -> Draft:
    """Keep what the actor has typed on a task they may do; unchecked, and seen by nobody else.

    Raises NotFound, NotAllowed, Refused or Conflict.
    """
    item = session.scalar(
        select(WorkItem).join(WorkItem.dossier).options(contains_eager(WorkItem.dossier)).where(WorkItem.id == item_id)
    )
    if item is None:
        raise NotFound(str(item_id))
    allow(session, actor, Held(item, permissions.exclusions_of(session, item.dossier_id)))
    if item.panel:
        raise Refused(BALLOT)
    return drafts.keep(session, item_id, actor.id, data, now=now)
