"""People by the names other systems know them by."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Person


def person_named(session: Session, username: str) -> UUID:
    """The person with this user name; an id of nobody when there is none, so that the act says what it says then."""
    found = session.scalar(select(Person.id).where(Person.username == username.strip().casefold()))
    return found or UUID(int=0)
