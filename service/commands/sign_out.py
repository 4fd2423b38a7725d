"""End a session."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.models import SignIn


def sign_out(session: Session, actor: Actor, sign_in_id: UUID, *, now: datetime) -> None:
    """End one of the actor's own sessions; the token it was opened with is worth nothing from now on."""
    mine = select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == actor.id, SignIn.ended_at.is_(None))
    found = session.scalars(mine.with_for_update()).one_or_none()
    if found is None:
        return
    found.ended_at = now
    events.note_on(session, f"person/{actor.id}", "signed_out", {"session": str(found.id)}, actor=actor, at=now)
    session.flush()
