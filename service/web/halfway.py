"""Half signed in: the password was right, the second factor is still to come. Nothing else is open meanwhile."""

from datetime import timedelta
from uuid import UUID

from flask import session

from service.web import current

_KEY = "halfway"
LONGEST = timedelta(minutes=5)


def begin(person_id: UUID, mark: str) -> None:
    """Remember in the signed cookie whom which password was right for, and since when; nothing else survives in it.

    `mark` tells the password from any other (`passwords.mark_of`).
    """
    session.clear()
    session[_KEY] = [str(person_id), int(current.now().timestamp()), mark]


def person() -> tuple[UUID, str] | None:
    """Who is half signed in, and with which password's mark; None for nobody, or once it took too long."""
    known = session.get(_KEY)
    if known is None or len(known) != 3 or current.now().timestamp() - known[1] > LONGEST.total_seconds():
        return None
    return UUID(known[0]), known[2]


def forget() -> None:
    """Begin anew with the password."""
    session.pop(_KEY, None)
