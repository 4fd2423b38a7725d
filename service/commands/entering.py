"""What a person's entry must hold: user name, name, position, unit, e-mail address."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
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
    """The entry, tidied; `before` is the person whose entry it replaces. Raises Refused."""
    entry = Entry(
        entry.username.strip().casefold(),
        tidy(entry.name),
        tidy(entry.position),
        entry.unit_id,
        sound_address(entry.email or ""),
    )
    _require_words(entry)
    _require_free(session, entry.username, before)
    if entry.unit_id is not None and (before is None or before.unit_id != entry.unit_id):
        _require_unit(session, entry.unit_id, today)
    return entry


def sound_address(text: str) -> str | None:
    """An e-mail address, tidied; None for an empty one. Raises Refused."""
    address = tidy(text)
    if address and (len(address) > _MOST or not is_address(address)):
        _refuse("email", msg("This is no e-mail address. Write it like name@example.vn, or leave it empty."))
    return address or None


def _require_words(entry: Entry) -> None:
    if not _USERNAME.fullmatch(entry.username):
        _refuse(
            "username",
            msg("A user name has 2 to 80 letters a-z, digits, dots and hyphens, and begins with a letter or digit."),
        )
    if not entry.name or len(entry.name) > _MOST:
        _refuse("name", msg("A person needs a name of at most 200 characters."))
    if len(entry.position) > _MOST:
        _refuse("position", msg("A position has at most 200 characters."))


def _require_free(session: Session, username: str, before: Person | None) -> None:
    owner = session.scalar(select(Person.id).where(Person.username == username))
    if owner is not None and (before is None or owner != before.id):
        _refuse("taken", msg('The user name "{username}" is taken.'), username=username)


def _require_unit(session: Session, unit_id: UUID, today: date) -> None:
    unit = session.get(Unit, unit_id)
    if unit is None:
        _refuse("unit", msg("There is no such unit."))
    if unit.valid_to is not None and unit.valid_to < today:
        _refuse("unit", msg("This unit has been closed."))


def _refuse(code: str, message: str, **values: str) -> NoReturn:
    raise Refused(Reason(code, message, values))
