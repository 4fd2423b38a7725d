"""Ask for a link by mail because the password is forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, jobs
from service.commands.alarms import address_lately_changed
from service.commands.links import make_link, open_links
from service.commands.trying import note_try, too_early
from service.errors import Reason
from service.models import Person
from service.text import tidy

LASTS = timedelta(hours=1)
MAIL = "password_reset"
"""The kind of job that sends the link."""
_MOST_OPEN = 3
"""Links of one person at a time: nobody's mailbox is filled by a stranger."""


def ask_password_reset(session: Session, username: str, *, key: str, address: str, now: datetime) -> Reason | None:
    """Have a link sent to somebody who is known, has an address and may sign in; the answer never tells whether.

    Every ask counts as a wrong try of its name and its visitor. Returns why the visitor must wait, or None.
    """
    username = tidy(username).casefold()[:80]
    if wait := too_early(session, username, address, now=now):
        return wait
    note_try(session, username, address, succeeded=False, now=now)
    known = select(Person).where(Person.username == username, Person.left_at.is_(None), Person.email.is_not(None))
    person = session.scalars(known.with_for_update()).one_or_none()
    if person is None or person.password_hash is None or _waits(session, person, now):
        return None
    reset_id = make_link(session, person.id, key=key, made_by_id=None, lasts=LASTS, now=now)
    jobs.enqueue(session, MAIL, {"reset_id": str(reset_id)}, now=now)
    detail = {"address": address[:60]}
    events.note_on(session, f"person/{person.id}", "password_reset_asked", detail, actor=None, at=now)
    return None


def _waits(session: Session, person: Person, now: datetime) -> bool:
    """Whether nothing is sent just now: enough links are open, or the address is not known to be theirs."""
    return open_links(session, person.id, now=now) >= _MOST_OPEN or address_lately_changed(session, person.id, now=now)
