"""Ending a bearer token."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.errors import NotFound
from service.models import AccessToken


def end_token(session: Session, actor: Actor | None, token_id: UUID, *, now: datetime) -> AccessToken:
    """End a token at once; ending it again changes nothing. Its owner does, an administrator, or the operator.

    Raises NotFound, also to whoever may not know of it.
    """
    token = session.scalars(select(AccessToken).where(AccessToken.id == token_id).with_for_update()).one_or_none()
    if token is None or (actor is not None and permissions.why_not_end_token(actor, token.person_id)):
        raise NotFound(str(token_id))
    if token.ended_at is None:
        token.ended_at, token.ended_by_id = now, actor.id if actor else None
        session.flush()
        detail = {"token": str(token.id), "name": token.name}
        events.note_on(session, f"person/{token.person_id}", "token_ended", detail, actor=actor, at=now)
    return token
