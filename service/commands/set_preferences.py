"""Say how one likes it: language, light or dark, and what is mailed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import own_account
from service.errors import Reason, Refused
from workflows.errors import msg

KNOWN: Mapping[str, tuple[str, ...]] = {
    "language": ("vi", "en"),
    "theme": ("", "light", "dark"),  # "": as the browser prefers
    "mail": ("each", "daily", "none"),
}
_UNKNOWN = Reason("unknown_choice", msg("This cannot be chosen. Choose one of the options on the page."))


def set_preferences(session: Session, actor: Actor, wishes: Mapping[str, str], *, now: datetime) -> None:
    """Keep one's own wishes, by name (see KNOWN); those not named stay. Raises Refused for one that is unknown."""
    if any(value not in KNOWN.get(name, ()) for name, value in wishes.items()):
        raise Refused(_UNKNOWN)
    person = own_account(session, actor)
    mail = person.mail
    for name, value in wishes.items():
        setattr(person, name, value or None)
    session.flush()
    if person.mail != mail:  # it says why somebody was not told
        events.note_on(session, f"person/{person.id}", "mail_set", {"mail": person.mail}, actor=actor, at=now)
