"""Let a person who had left come back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.clock import local_date
from service.commands.administering import find_people, require_administrator, require_still
from service.commands.deactivate_person import NO_REASON
from service.commands.two_hands import require_not_brought_back
from service.errors import Conflict, Reason, Refused
from service.models import Person
from service.text import tidy
from workflows.errors import msg

_HERE = Reason("here", msg("This person has not left."))


def reactivate_person(session: Session, actor: Actor | None, person_id: UUID, *, reason: str, now: datetime) -> Person:
    """The person may sign in again, and roles and delegations that nobody ended meanwhile count again.

    Raises NotAllowed, NotFound, Refused (no reason; they decide, and the actor opened the account) or Conflict (has
    come back already).
    """
    require_administrator(actor, of=person_id)
    reason = tidy(reason)[:400]
    if not reason:
        raise Refused(NO_REASON)
    person = find_people(session, person_id, *([actor.id] if actor else []))[person_id]
    require_still(session, actor, today=local_date(now))
    if person.left_at is None:
        raise Conflict(_HERE, who=None, at=None)
    require_not_brought_back(session, actor, person_id, now=now)
    since, person.left_at = person.left_at, None
    session.flush()
    detail = {"reason": reason, "left_at": since.isoformat()}
    events.note_on(session, f"person/{person_id}", "person_returned", detail, actor=actor, at=now)
    return person
