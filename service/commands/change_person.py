"""Change what is kept of a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.clock import local_date
from service.commands.accounts import end_links
from service.commands.administering import find_person, require_administrator
from service.commands.alarms import tell_owner
from service.commands.catalogue_keeping import take_turn
from service.commands.entering import COLUMNS, Entry, sound
from service.commands.giving_back import give_back_of
from service.commands.two_hands import require_undecided
from service.errors import Conflict, Reason
from service.models import Event, Person
from service.organisation import sight_of
from service.text import name_order
from workflows.errors import msg

_CHANGED = Reason(
    "changed_meanwhile", msg("Somebody changed this meanwhile. Look at what it says now, and send again.")
)
_KINDS = ("person_changed", "email_set")


def change_person(
    session: Session, actor: Actor | None, person_id: UUID, entry: Entry, *, seen: str | None = None, now: datetime
) -> Person:
    """Replace the entry; the event keeps old and new values. In another unit, tasks that this bars go back.

    Of another address the person is told, at the old one. `seen` is the sight of COLUMNS the author began with.
    Raises NotAllowed, NotFound, Refused, or Conflict when somebody changed the person meanwhile.
    """
    require_administrator(actor)
    take_turn(session)  # so that a user name which is free stays so
    person = find_person(session, person_id)
    if seen is not None and seen != sight_of(person, COLUMNS):
        raise _conflict(session, person)
    entry = sound(session, entry, before=person, today=local_date(now))
    if entry.email != person.email:
        require_undecided(session, actor, person.id, now=now)
    changed = _change(person, entry)
    if not changed:
        return person
    person.name_order = name_order(person.name)
    session.flush()
    if "email" in changed:
        end_links(session, person.id, now=now)
    if "unit_id" in changed:
        give_back_of(session, person.id, now=now)
    number = events.note_on(session, f"person/{person.id}", "person_changed", changed, actor=actor, at=now)
    if "email" in changed:
        tell_owner(session, actor, person, "address_changed", number, to=changed["email"][0], now=now)
    return person


def _change(person: Person, entry: Entry) -> dict[str, Any]:
    """Set what differs, and tell [old, new] of each."""
    said = {name: [getattr(person, name), getattr(entry, name)] for name in COLUMNS}
    changed = {name: pair for name, pair in said.items() if pair[0] != pair[1]}
    for name, (_, new) in changed.items():
        setattr(person, name, new)
    return {name: [str(one) if isinstance(one, UUID) else one for one in pair] for name, pair in changed.items()}


def _conflict(session: Session, person: Person) -> Conflict:
    last = session.execute(
        select(Person.name, Event.at)
        .select_from(Event)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(Event.stream == f"person/{person.id}", Event.kind.in_(_KINDS))
        .order_by(Event.number.desc())
        .limit(1)
    ).one_or_none()
    return Conflict(_CHANGED, who=last.name if last else None, at=last.at if last else None)
