"""Say where mail goes: notices, and links that set a new password."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import end_links, own_account
from service.commands.trying import why_not_proven
from service.errors import Reason, Refused
from service.identity import Checked
from service.mail import is_address
from service.text import tidy
from workflows.errors import msg

NO_ADDRESS = Reason("no_address", msg("This is no e-mail address. Write it like name@example.vn, or leave it empty."))


def set_email(session: Session, actor: Actor, checked: Checked, email: str, *, now: datetime) -> Reason | None:
    """Replace one's own address (empty: none), given the password in `checked`; links sent to the old one end.

    The same address again changes nothing.

    A wrong password is returned as its reason, for the try must be committed. Raises Refused for what is no address.
    """
    email = tidy(email)
    if email and (len(email) > 200 or not is_address(email)):
        raise Refused(NO_ADDRESS)
    person = own_account(session, actor)
    if refusal := why_not_proven(session, checked, now=now):
        return refusal
    if person.email == (email or None):
        return None
    detail = {"email": [person.email, email or None]}
    person.email = email or None
    end_links(session, person.id, now=now)
    session.flush()
    events.note_on(session, f"person/{person.id}", "email_set", detail, actor=actor, at=now)
    return None
