"""Enter a person who may sign in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.clock import local_date
from service.commands.administering import require_administrator
from service.commands.catalogue_keeping import take_turn
from service.commands.entering import Entry, sound
from service.ids import new_id
from service.models import Person
from service.text import name_order


def add_person(
    session: Session,
    actor: Actor | None,
    username: str,
    name: str,
    *,
    unit_id: UUID | None = None,
    position: str = "",
    email: str | None = None,
    gender: str | None = None,
    now: datetime,
) -> Person:
    """Enter a person, without a password: nobody signs in as them yet. An empty `actor` is the machine's operator.

    Raises NotAllowed or Refused.
    """
    require_administrator(actor)
    take_turn(session)  # so that a user name which is free stays so
    entry = sound(session, Entry(username, name, position, unit_id, email), today=local_date(now))
    person = Person(
        id=new_id(),
        username=entry.username,
        name=entry.name,
        name_order=name_order(entry.name),
        gender=gender,
        position=entry.position,
        unit_id=entry.unit_id,
        email=entry.email,
        created_at=now,
    )
    session.add(person)
    session.flush()
    detail = {
        "username": entry.username,
        "name": entry.name,
        "position": entry.position,
        "unit": str(unit_id) if unit_id else None,
        "email": entry.email,
    }
    events.note_on(session, f"person/{person.id}", "person_added", detail, actor=actor, at=now)
    return person
