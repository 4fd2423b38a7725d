"""One's own account: who one is here, how one signs in, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import Person, SignIn


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser one is signed in with."""

    id: UUID
    browser: str
    address: str
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What the page of one's own account shows."""

    username: str
    email: str | None
    mail: str
    language: str | None
    theme: str | None
    second_factor: str
    """off, begun (a secret waits to be confirmed) or on."""
    recovery_left: int
    sessions: tuple[OpenSession, ...]
    """Those that still hold, the latest sign of life first."""


def account_of(session: Session, actor: Actor, *, now: datetime, idle: timedelta, longest: timedelta) -> Account:
    """The actor's own account."""
    person = session.get_one(Person, actor.id)
    living = select(SignIn).where(
        SignIn.person_id == actor.id,
        SignIn.ended_at.is_(None),
        SignIn.seen_at > now - idle,
        SignIn.started_at > now - longest,
    )
    rows = session.scalars(living.order_by(SignIn.seen_at.desc(), SignIn.id))
    begun = "off" if person.totp_seed is None else "begun"
    return Account(
        username=person.username,
        email=person.email,
        mail=person.mail,
        language=person.language,
        theme=person.theme,
        second_factor="on" if begun == "begun" and person.totp_step is not None else begun,
        recovery_left=len(person.recovery or ()),
        sessions=tuple(OpenSession(row.id, row.browser, row.address, row.started_at, row.seen_at) for row in rows),
    )
