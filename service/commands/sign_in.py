"""Sign a person in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from service import events
from service.errors import Reason
from service.identity import Checked, new_token, seconds_to_wait, token_hash
from service.ids import new_id
from service.models import Person, SignIn, SignInAttempt
from workflows.errors import msg

WRONG = Reason("wrong", msg("The name or the password is wrong."))


@dataclass(frozen=True, slots=True)
class Token:
    """What the browser keeps: shown once, stored only as its SHA-256."""

    text: str
    sign_in_id: UUID
    person_id: UUID


def sign_in(session: Session, checked: Checked, *, browser: str, now: datetime) -> Token | Reason:
    """Record the try; when the credentials were right, open a session of its own and return its token.

    A refusal is returned, not raised: the failed try must be committed.
    """
    # Asked again under the lock: many tries may have been compared at once.
    wait = checked.wait or seconds_to_wait(session, checked.username, checked.address, now=now)
    if wait:
        return Reason("wait", msg("Too many wrong tries. Try again in {seconds} seconds."), {"seconds": wait})
    session.add(
        SignInAttempt(
            username=checked.username, address=checked.address, at=now, succeeded=checked.person_id is not None
        )
    )
    if checked.person_id is None:
        session.flush()
        return WRONG
    if checked.new_hash:
        session.execute(update(Person).where(Person.id == checked.person_id).values(password_hash=checked.new_hash))
    return _open(session, checked.person_id, checked.address, browser, now)


def _open(session: Session, person_id: UUID, address: str, browser: str, now: datetime) -> Token:
    token = Token(new_token(), new_id(), person_id)
    session.add(
        SignIn(
            id=token.sign_in_id,
            token_sha256=token_hash(token.text),
            person_id=person_id,
            started_at=now,
            seen_at=now,
            ended_at=None,
            address=address,
            browser=browser[:200],
        )
    )
    detail = {"address": address, "browser": browser[:200]}
    events.note_on(session, f"person/{person_id}", "signed_in", detail, actor=None, at=now)
    session.flush()
    return token
