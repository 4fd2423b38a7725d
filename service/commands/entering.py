"""What a person's entry must hold: user name, name, position, unit, e-mail address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import Reason, Refused
from service.mail import is_address
from service.models import Person, Unit
from service.text import tidy
from workflows.errors import msg

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,79}")
_MOST = 200
"""Characters of a name, a position, an address."""
_NO_ADDRESS = msg("This is no e-mail address. Write it like name@example.vn, or leave it empty.")
_NO_USERNAME = msg("A user name has 2 to 80 letters a-z, digits, dots and hyphens, and begins with a letter or digit.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of a person besides what they may act as."""

    username: str
    name: str
    position: str = ""
    unit_id: UUID | None = None
    email: str | None = None


COLUMNS = tuple(Entry.__slots__)
"""The columns of a person that an entry says."""


def sound(session: Session, entry: Entry, *, before: Person | None = None, today: date) -> Entry:
    """The entry, tidied; `before` is the person whose entry it replaces. Raises Refused for the first fault."""
    entry = _tidied(entry)
    for reason in faults(session, entry, before=before, today=today):
        raise Refused(reason)
    return entry


def faults(session: Session, entry: Entry, *, before: Person | None = None, today: date) -> Iterator[Reason]:
    """Everything that is wrong with an entry; the code of a reason is the column's name, or `taken`."""
    entry = _tidied(entry)
    if entry.email and (len(entry.email) > _MOST or not is_address(entry.email)):
        yield Reason("email", _NO_ADDRESS)
    if not _USERNAME.fullmatch(entry.username):
        yield Reason("username", _NO_USERNAME)
    elif _is_taken(session, entry.username, before):
        yield Reason("taken", msg('The user name "{username}" is taken.'), {"username": entry.username})
    if not entry.name or len(entry.name) > _MOST:
        yield Reason("name", msg("A person needs a name of at most 200 characters."))
    if len(entry.position) > _MOST:
        yield Reason("position", msg("A position has at most 200 characters."))
    if entry.unit_id is not None and (before is None or before.unit_id != entry.unit_id):
        yield from _of_unit(session, entry.unit_id, today)


def _tidied(entry: Entry) -> Entry:
    return Entry(
        entry.username.strip().casefold(),
        tidy(entry.name),
        tidy(entry.position),
        entry.unit_id,
        tidy(entry.email or "") or None,
    )


def _is_taken(session: Session, username: str, before: Person | None) -> bool:
    owner = session.scalar(select(Person.id).where(Person.username == username))
    return owner is not None and (before is None or owner != before.id)


def _of_unit(session: Session, unit_id: UUID, today: date) -> Iterator[Reason]:
    unit = session.get(Unit, unit_id)
    if unit is None:
        yield Reason("unit", msg("There is no such unit."))
    elif unit.valid_to is not None and unit.valid_to < today:
        yield Reason("unit", msg("This unit has been closed."))
