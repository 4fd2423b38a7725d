"""End every session of one's own but this one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import own_account
from service.commands.administering import end_sessions


def end_other_sessions(session: Session, actor: Actor, keep: UUID, *, now: datetime) -> int:
    """End all of the actor's sessions but `keep`; returns how many there were."""
    person = own_account(session, actor)
    ended = end_sessions(session, person.id, keep=keep, now=now)
    if ended:
        detail = {"sessions_ended": ended}
        events.note_on(session, f"person/{person.id}", "sessions_ended", detail, actor=actor, at=now)
    return ended
