"""Enter a person who may sign in."""

import re
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.administering import require_administrator
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import Person, Unit
from service.text import name_order, tidy
from workflows.errors import msg

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,79}")


def add_person(
    session: Session,
    actor: Actor | None,
    username: str,
    name: str,
    *,
    unit_id: UUID | None = None,
    position: str = "",
    gender: str | None = None,
    now: datetime,
) -> Person:
    """Enter a person, without a password: nobody signs in as them yet. An empty `actor` is the machine's operator."""
    require_administrator(actor)
    username = username.strip().casefold()
    _require_sound(session, username, tidy(name), unit_id)
    person = Person(
        id=new_id(),
        username=username,
        name=tidy(name),
        name_order=name_order(name),
        gender=gender,
        position=tidy(position),
        unit_id=unit_id,
        created_at=now,
    )
    session.add(person)
    session.flush()
    detail = {
        "username": username,
        "name": person.name,
        "position": person.position,
        "unit": str(unit_id) if unit_id else None,
    }
    events.note_on(session, f"person/{person.id}", "person_added", detail, actor=actor, at=now)
    return person


def _require_sound(session: Session, username: str, name: str, unit_id: UUID | None) -> None:
    if not _USERNAME.fullmatch(username):
        raise Refused(
            Reason(
                "username",
                msg(
                    "A user name has 2 to 80 letters a-z, digits, dots and hyphens, and begins with a letter or digit."
                ),
            )
        )
    if not name or len(name) > 200:
        raise Refused(Reason("name", msg("A person needs a name of at most 200 characters.")))
    if session.scalar(select(Person.id).where(Person.username == username)):
        raise Refused(Reason("taken", msg('The user name "{username}" is taken.'), {"username": username}))
    if unit_id and not session.get(Unit, unit_id):
        raise Refused(Reason("unit", msg("There is no such unit.")))
