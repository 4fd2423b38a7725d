"""Turn off the second factor of somebody who has lost it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.accounts import end_links, has_second_factor
from service.commands.administering import end_sessions, find_person, require_administrator
from service.commands.alarms import MAKING_LINKS, require_one_door, tell_owner
from service.errors import Reason, Refused
from service.models import Person
from workflows.errors import msg

_IS_OFF = Reason("second_factor_off", msg("The second factor is off already."))


def drop_second_factor(session: Session, actor: Actor | None, person_id: UUID, *, now: datetime) -> Person:
    """From the next sign-in on the password alone is asked for; sessions and links end, and the person is told.

    One's own is turned off by a code. Raises NotAllowed, NotFound, or Refused when it is off, and to who made a link
    for the person a short while ago.
    """
    require_administrator(actor, of=person_id)
    person = find_person(session, person_id)
    if not has_second_factor(person):
        raise Refused(_IS_OFF)
    require_one_door(session, actor, person.id, MAKING_LINKS, now=now)
    person.totp_seed, person.totp_step, person.recovery = None, None, None
    end_sessions(session, person.id, now=now)
    end_links(session, person.id, now=now)
    session.flush()
    detail = {"by": "administrator"}
    number = events.note_on(session, f"person/{person.id}", "second_factor_off", detail, actor=actor, at=now)
    tell_owner(session, actor, person, "second_factor_dropped", number, to=person.email, now=now)
    return person
