"""End a session of one's own in another browser."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import own_account
from service.errors import NotFound
from service.models import SignIn


def end_session(session: Session, actor: Actor, sign_in_id: UUID, *, now: datetime) -> None:
    """End one of the actor's sessions; its token is worth nothing from now on. Raises NotFound."""
    person = own_account(session, actor)
    mine = select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    found = session.scalars(mine.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    found.ended_at = now
    session.flush()
    detail = {"sessions": [str(sign_in_id)]}
    events.note_on(session, f"person/{person.id}", "sessions_ended", detail, actor=actor, at=now)
