"""Calls that may be repeated: the answer is kept in the transaction that did the work, under the caller's own key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.errors import Conflict, Reason, Refused
from service.ids import new_id
from service.models import RepeatedCall
from workflows.errors import msg

_OTHERWISE = Reason(
    "repeated",
    msg("This Idempotency-Key was used for another call, or with another token; a new call needs a key of its own."),
)
_AT_WORK = Reason("at_work", msg("The same call is being worked on; ask again in a moment."))
_UNANSWERED = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What a call was answered with."""

    status: int
    headers: dict[str, Any]
    body: bytes


def begin(session: Session, person_id: UUID, key: str, content: str, *, now: datetime) -> Answered | None:
    """Take the key for this call, or give the answer that the same call had before.

    Of two at once the second waits here for the first. Raises Refused when the key belongs to another call.
    """
    if _taken_now(session, person_id, key, content, now):
        return None
    mine = (RepeatedCall.person_id == person_id, RepeatedCall.key == key)
    found = session.execute(
        select(RepeatedCall.content, RepeatedCall.status, RepeatedCall.headers, RepeatedCall.body).where(*mine)
    ).one_or_none()
    if found is None:  # the first has just given it up
        raise Conflict(_AT_WORK, who=None, at=None)
    if found.content != content:
        raise Refused(_OTHERWISE)
    return Answered(found.status, found.headers, found.body)


def finish(session: Session, person_id: UUID, key: str, answered: Answered) -> None:
    """Keep the answer with the work it tells of: both are committed, or neither."""
    kept = update(RepeatedCall).where(RepeatedCall.person_id == person_id, RepeatedCall.key == key)
    session.execute(kept.values(status=answered.status, headers=answered.headers, body=answered.body))


def _taken_now(session: Session, person_id: UUID, key: str, content: str, now: datetime) -> bool:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"id": new_id(), "person_id": person_id, "key": key, "content": content, "at": now}
    taken = dialect.insert(RepeatedCall).values(**row, status=_UNANSWERED, headers={}, body=b"")
    mine = session.execute(taken.on_conflict_do_nothing().returning(RepeatedCall.id)).scalar_one_or_none()
    return mine is not None
