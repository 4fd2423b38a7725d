"""Half signed in: the password was right, the second factor is still to come. Nothing else is open meanwhile."""

from datetime import timedelta
from uuid import UUID

from flask import session

from service.web import current

_KEY = "halfway"
LONGEST = timedelta(minutes=5)


def begin(person_id: UUID) -> None:
    """Remember in the signed cookie whom the password was right for, and since when; nothing else survives in it."""
    session.clear()
    session[_KEY] = [str(person_id), int(current.now().timestamp())]


def person() -> UUID | None:
    """Who is half signed in; None for nobody, or once it took too long."""
    known = session.get(_KEY)
    if known is None or current.now().timestamp() - known[1] > LONGEST.total_seconds():
        return None
    return UUID(known[0])


def forget() -> None:
    """Begin anew with the password."""
    session.pop(_KEY, None)
