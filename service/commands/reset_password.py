"""Set a new password by a link."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events
from service.commands.accounts import end_links, end_tokens, present_person
from service.commands.administering import end_sessions
from service.commands.trying import note_try
from service.errors import Refused
from service.identity import passwords
from service.identity.reset_links import link_of_token


def reset_password(session: Session, token: str, password: str, *, address: str, now: datetime) -> None:
    """Replace the password of the person the link was made for; it, all other links, sessions and tokens end.

    A second factor is still asked for at the next sign-in. Raises NotFound for a link that is unknown, used or too
    old, and Refused for a weak password: the link then stays good.
    """
    link = link_of_token(session, token, now=now)
    person = present_person(session, link.person_id)
    link_of_token(session, token, now=now)  # again under the lock: it may have been used in the same moment
    weakness = passwords.why_weak(password, username=person.username)
    if weakness:
        raise Refused(weakness)
    person.password_hash = passwords.keep(password)
    end_links(session, person.id, now=now)
    end_sessions(session, person.id, now=now)
    tokens = end_tokens(session, None, person.id, now=now)
    note_try(session, person.username, address, succeeded=True, now=now)
    detail = {"link": str(link.id), "tokens": tokens}
    events.note_on(session, f"person/{person.id}", "password_reset", detail, actor=None, at=now)
