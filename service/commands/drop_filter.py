"""Removing a kept filter."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.errors import NotAllowed, NotFound
from service.models import SavedFilter


def drop_filter(session: Session, actor: Actor, filter_id: UUID, *, now: datetime) -> None:  # noqa: ARG001 - as every command
    """Remove a filter for everybody; only its owner does. Raises NotFound when the actor is not offered it."""
    kept = session.get(SavedFilter, filter_id)
    if kept is None or not permissions.is_offered(actor, kept):
        raise NotFound
    if reason := permissions.why_not_drop(actor, kept):
        raise NotAllowed(reason)
    session.delete(kept)
