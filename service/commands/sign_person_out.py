"""Sign somebody else out everywhere."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import end_tokens
from service.commands.administering import end_sessions, find_person, require_administrator


def sign_person_out(session: Session, actor: Actor | None, person_id: UUID, *, now: datetime) -> int:
    """End every session and every token of a person; how many sessions there were. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    person = find_person(session, person_id)
    ended = end_sessions(session, person.id, now=now)
    tokens = end_tokens(session, actor, person.id, now=now)
    if ended or tokens:
        detail = {"sessions_ended": ended, "tokens": tokens}
        events.note_on(session, f"person/{person.id}", "sessions_ended", detail, actor=actor, at=now)
    return ended
