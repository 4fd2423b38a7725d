"""Choose a new password of one's own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import end_links, end_tokens, own_account
from service.commands.administering import end_sessions
from service.commands.trying import why_not_proven
from service.errors import Reason, Refused
from service.identity import Checked, passwords
from workflows.errors import msg

_SAME = Reason("same", msg("This is the password you have. Choose another one."))


def change_password(
    session: Session, actor: Actor, checked: Checked, password: str, *, keep: UUID, now: datetime
) -> Reason | None:
    """Replace the password, given the old one in `checked`; every session but `keep`, link and token ends.

    A wrong old password is returned as its reason, for the try must be committed. Raises Refused for a weak new one.
    """
    person = own_account(session, actor)
    weakness = passwords.why_weak(password, username=person.username)
    if weakness:
        raise Refused(weakness)
    if refusal := why_not_proven(session, checked, now=now):
        return refusal
    if passwords.fits(password, person.password_hash):
        raise Refused(_SAME)
    person.password_hash = passwords.keep(password)
    ended = end_sessions(session, person.id, keep=keep, now=now)
    detail = {"sessions_ended": ended, "tokens": end_tokens(session, actor, person.id, now=now)}
    end_links(session, person.id, now=now)
    session.flush()
    events.note_on(session, f"person/{person.id}", "password_changed", detail, actor=actor, at=now)
    return None
