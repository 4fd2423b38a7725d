"""Make a link by which somebody else sets a new password."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import end_links, present_person
from service.commands.administering import require_administrator
from service.commands.alarms import OPENING, require_one_door, tell_owner
from service.commands.links import make_link
from service.commands.two_hands import require_undecided
from service.identity.reset_links import reset_token

LASTS = timedelta(hours=24)


def make_password_reset(session: Session, actor: Actor | None, person_id: UUID, *, key: str, now: datetime) -> str:
    """The token of a fresh link, to be shown once and handed over in person; earlier links end.

    The person is told. Raises NotAllowed to all but an administrator (and for their own account), NotFound for
    somebody who has left, Refused for who decides on awards, and to who dropped their second factor or changed their
    address a short while ago.
    """
    require_administrator(actor, of=person_id)
    person = present_person(session, person_id)
    require_undecided(session, actor, person.id, now=now)
    require_one_door(session, actor, person.id, OPENING, now=now)
    end_links(session, person.id, now=now)
    maker = actor.id if actor else None
    reset_id = make_link(session, person.id, key=key, made_by_id=maker, lasts=LASTS, now=now)
    number = events.note_on(session, f"person/{person.id}", "password_reset_made", {}, actor=actor, at=now)
    tell_owner(session, actor, person, "password_link_made", number, to=person.email, now=now)
    return reset_token(key, reset_id)
