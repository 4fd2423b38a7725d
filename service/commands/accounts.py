"""What an account consists of: the person, locked, their second factor, and the links and tokens that open it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.identity import second_factor
from service.models import AccessToken, PasswordReset, Person


def own_account(session: Session, actor: Actor) -> Person:
    """The actor's own row, locked until the commit. Raises NotFound once they have left."""
    return present_person(session, actor.id)


def present_person(session: Session, person_id: UUID) -> Person:
    """Somebody who has not left, locked until the commit. Raises NotFound."""
    living = select(Person).where(Person.id == person_id, Person.left_at.is_(None))
    found = session.scalars(living.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def has_second_factor(person: Person) -> bool:
    """Whether a code is asked for: begun, and confirmed by a first one."""
    return person.totp_seed is not None and person.totp_step is not None


def take_code(person: Person, code: str, *, key: str, now: datetime) -> str | None:
    """Use a code up: "code" or "recovery" says which kind it was, None that it is wrong or was used before."""
    if person.totp_seed is None:
        return None
    secret = second_factor.secret_of(key, person.id, person.totp_seed)
    step = second_factor.step_of(secret, code, now=now)
    if step is not None and step > (person.totp_step or 0):
        person.totp_step = step
        return "code"
    spare = second_factor.recovery_hash(key, person.id, code)
    if spare not in (person.recovery or ()):
        return None
    person.recovery = [one for one in person.recovery or () if one != spare]
    return "recovery"


def end_links(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Make every open link that sets a password worthless."""
    open_links = update(PasswordReset).where(PasswordReset.person_id == person_id, PasswordReset.used_at.is_(None))
    session.execute(open_links.values(used_at=now))


def end_tokens(session: Session, actor: Actor | None, person_id: UUID, *, now: datetime) -> int:
    """End every token with which systems call in the person's name; how many there were."""
    living = update(AccessToken).where(AccessToken.person_id == person_id, AccessToken.ended_at.is_(None))
    ended_by = actor.id if actor else None
    ended: CursorResult[Any] = session.connection().execute(living.values(ended_at=now, ended_by_id=ended_by))
    return ended.rowcount
