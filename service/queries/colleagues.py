"""Finding a colleague by name."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Person, Unit
from service.queries.people import named
from workflows.errors import InvalidAnswers, Problem, msg

MOST = 20
"""How many are offered."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who has not left."""

    id: UUID
    username: str
    name: str
    position: str
    unit: str


def colleagues(session: Session, text: str, *, but: UUID) -> tuple[Colleague, ...]:
    """Those whose name or user name has all these words, MOST at most; whoever has just this user name alone."""
    rows = select(Person.id, Person.username, Person.name, Person.position, Unit.name)
    here = rows.outerjoin(Unit, Unit.id == Person.unit_id).where(Person.left_at.is_(None), Person.id != but)
    exact = session.execute(here.where(Person.username == text.strip().casefold())).all()
    found = exact or session.execute(here.where(named(text)).order_by(Person.name_order).limit(MOST)).all()
    return tuple(Colleague(key, username, name, position, unit or "") for key, username, name, position, unit in found)


def only_one(session: Session, text: str, *, but: UUID, field: str = "delegate") -> UUID:
    """The one colleague who is meant. Raises InvalidAnswers, about the field, when nobody is, or several may be."""
    found = colleagues(session, text, but=but)
    if not found:
        nobody = msg("Nobody here is called “{text}”. Try a part of the name, or the user name.")
        raise InvalidAnswers({field: Problem("nobody", nobody, field, values={"text": text})})
    if len(found) > 1:
        several = msg("Several people are called so: choose one.")
        if len(found) == MOST:
            several = msg("Many people are called so: choose one of these, or type more of the name.")
        raise InvalidAnswers({field: Problem("several", several, field)})
    return found[0].id
