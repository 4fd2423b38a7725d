"""Whether a name and a password belong together, asked without holding any lock."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from service.identity import passwords
from service.identity.waits import seconds_to_wait
from service.models import Person
from service.text import tidy


@dataclass(frozen=True, slots=True)
class Checked:
    """One try to sign in. Without `person_id` it failed; with `wait` it was not even looked at."""

    username: str
    address: str
    person_id: UUID | None = None
    wait: int = 0
    new_hash: str | None = None
    """Set when the kept hash is outdated and is to be replaced."""
    second_factor: bool = False
    """Whether a code is asked for besides."""
    kept: str | None = field(default=None, repr=False)
    """The hash that the password was right for."""


def check_credentials(session: Session, username: str, password: str, *, address: str, now: datetime) -> Checked:
    """Compare a name and a password; an unknown name takes as long as a known one."""
    username = tidy(username).casefold()[:80]
    address = address[:60]
    wait = seconds_to_wait(session, username, address, now=now)
    if wait:
        return Checked(username, address, wait=wait)
    asks = and_(Person.totp_seed.is_not(None), Person.totp_step.is_not(None)).label("second_factor")
    found = session.execute(
        select(Person.id, Person.password_hash, Person.left_at, asks).where(Person.username == username)
    ).one_or_none()
    kept = found.password_hash if found and (found.left_at is None or found.left_at > now) else None
    if not passwords.fits(password, kept) or not found or not kept:
        return Checked(username, address)
    new_hash = passwords.keep(password) if passwords.is_outdated(kept) else None
    asked = bool(found.second_factor)
    return Checked(username, address, person_id=found.id, new_hash=new_hash, second_factor=asked, kept=kept)
