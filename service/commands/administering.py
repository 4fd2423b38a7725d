"""Who may change people and what they act as."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotAllowed, NotFound, Reason
from service.models import Person, Role, RoleGrant, SignIn
from workflows.errors import msg

ADMINISTRATORS_ONLY = Reason("not_administrator", msg("Only a system administrator may do this."))
NOT_ONESELF = Reason("oneself", msg("Nobody changes their own roles; another administrator must do it."))


def require_administrator(actor: Actor | None, *, of: UUID | None = None) -> None:
    """A system administrator administers people, but not themselves (`of`); empty: the machine's operator."""
    if actor is None:
        return
    if not actor.holds(Role.SYS_ADMIN):
        raise NotAllowed(ADMINISTRATORS_ONLY)
    if actor.id == of:
        raise NotAllowed(NOT_ONESELF)


def find_person(session: Session, person_id: UUID) -> Person:
    """The person, locked until the commit. Raises NotFound."""
    person = session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one_or_none()
    if person is None:
        raise NotFound
    return person


def grants_of(session: Session, person_id: UUID, today: date) -> list[RoleGrant]:
    """The roles a person holds from this day on, those that begin later too."""
    lasting = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.ended_at.is_(None),
        (RoleGrant.valid_to.is_(None)) | (RoleGrant.valid_to >= today),
    )
    return list(session.scalars(lasting.order_by(RoleGrant.id)))


def end_sessions(session: Session, person_id: UUID, *, now: datetime) -> None:
    """End every session of a person, as a new password or a departure demands."""
    session.execute(update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now))
