"""A try to prove who one is: slowed down after wrong ones, recorded either way."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.errors import Reason
from service.identity import Checked, seconds_to_wait
from service.models import Person, SignInAttempt
from workflows.errors import msg

WRONG = Reason("wrong", msg("The name or the password is wrong."))


def too_early(session: Session, username: str, address: str, *, now: datetime) -> Reason | None:
    """Why this visitor must wait before another try, or None; asked in the transaction that records the try."""
    wait = seconds_to_wait(session, username, address, now=now)
    return wait_reason(wait) if wait else None


def wait_reason(seconds: int) -> Reason:
    """How long to wait."""
    return Reason("wait", msg("Too many wrong tries. Try again in {seconds} seconds."), {"seconds": seconds})


def note_try(session: Session, username: str, address: str, *, succeeded: bool, now: datetime) -> None:
    """Record a try; the next ones are slowed down by it when it failed."""
    session.add(SignInAttempt(username=username, address=address[:60], at=now, succeeded=succeeded))
    session.flush()


def why_not_proven(session: Session, checked: Checked, *, now: datetime) -> Reason | None:
    """Why name and password were not taken, or None. The try is recorded: the refusal must be committed.

    A try that a second factor still follows is recorded with that one.
    """
    # Asked again under the lock: many tries may have been compared at once.
    refusal = wait_reason(checked.wait) if checked.wait else None
    refusal = refusal or too_early(session, checked.username, checked.address, now=now)
    if refusal:
        return refusal
    if checked.person_id is None or not checked.second_factor:
        note_try(session, checked.username, checked.address, succeeded=checked.person_id is not None, now=now)
    if checked.new_hash:
        session.execute(update(Person).where(Person.id == checked.person_id).values(password_hash=checked.new_hash))
    return None if checked.person_id else WRONG
