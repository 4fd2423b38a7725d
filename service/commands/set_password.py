"""Give a person a new password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import end_links, end_tokens
from service.commands.administering import end_sessions, find_person, require_administrator
from service.commands.alarms import tell_owner
from service.errors import Refused
from service.identity import passwords


def set_password(session: Session, actor: Actor | None, person_id: UUID, password: str, *, now: datetime) -> None:
    """Replace the password and end every session, link and token of before. Raises Refused when it is weak.

    A person sets their own; an administrator or the machine's operator anybody's, who is told.
    """
    if actor is None or actor.id != person_id:
        require_administrator(actor)
    person = find_person(session, person_id)
    weakness = passwords.why_weak(password, username=person.username)
    if weakness:
        raise Refused(weakness)
    had, person.password_hash = person.password_hash, passwords.keep(password)
    end_sessions(session, person.id, now=now)
    end_links(session, person.id, now=now)
    detail = {"tokens": end_tokens(session, actor, person.id, now=now)}
    session.flush()
    number = events.note_on(session, f"person/{person.id}", "password_set", detail, actor=actor, at=now)
    if had is not None:
        tell_owner(session, actor, person, "password_set", number, to=person.email, now=now)
