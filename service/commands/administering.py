"""Who may change people and what they act as."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotAllowed, NotFound, Reason, Refused
from service.models import Person, RoleGrant, SignIn
from service.permissions import ADMINISTRATORS_ONLY, actor_of, why_not_administer
from workflows.errors import msg

NOT_ONESELF = Reason("oneself", msg("Nobody changes their own roles; another administrator must do it."))


def require_administrator(actor: Actor | None, *, of: UUID | None = None) -> None:
    """A system administrator administers people, but not themselves (`of`); empty: the machine's operator."""
    if actor is None:
        return
    if reason := why_not_administer(actor):
        raise NotAllowed(reason)
    if actor.id == of:
        raise NotAllowed(NOT_ONESELF)


def find_person(session: Session, person_id: UUID) -> Person:
    """The person, locked until the commit. Raises NotFound."""
    return find_people(session, person_id)[person_id]


def find_people(session: Session, *person_ids: UUID) -> dict[UUID, Person]:
    """Several people, locked in the order of ids: no two such acts wait in a ring. Raises NotFound."""
    wanted = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)
    # Rows that only name the person are still written meanwhile: a step somebody makes does not wait for this.
    locked = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = {person.id: person for person in session.scalars(locked)}
    if len(found) < len(set(person_ids)):
        raise NotFound
    return found


def require_here(person: Person) -> None:
    """Nobody who has left is given anything to do. Raises Refused."""
    if person.left_at is not None:
        raise Refused(Reason("left", msg("{name} has left."), {"name": person.name}))


def require_still(session: Session, actor: Actor | None, *, today: date) -> None:
    """The administrator, who is locked, still is one: of two who end each other one stays. Raises NotAllowed."""
    if actor is not None:
        present = actor_of(session, actor.id, today=today)
        if present is None or why_not_administer(present):
            raise NotAllowed(ADMINISTRATORS_ONLY)


def grants_of(session: Session, person_id: UUID, today: date) -> list[RoleGrant]:
    """The roles a person holds from this day on, those that begin later too."""
    lasting = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.ended_at.is_(None),
        (RoleGrant.valid_to.is_(None)) | (RoleGrant.valid_to >= today),
    )
    return list(session.scalars(lasting.order_by(RoleGrant.id)))


def end_sessions(session: Session, person_id: UUID, *, keep: UUID | None = None, now: datetime) -> int:
    """End every session of a person but `keep`, as a new password or a departure demands; how many there were."""
    living = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if keep is not None:
        living = living.where(SignIn.id != keep)
    ended: CursorResult[Any] = session.connection().execute(living.values(ended_at=now))
    return ended.rowcount
