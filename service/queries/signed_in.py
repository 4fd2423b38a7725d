"""Who a browser's token stands for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock, permissions
from service.actors import Actor
from service.identity import OFTEN, token_hash
from service.models import Person, SignIn


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session; when it is `due` its last sign of life is to be written anew."""

    actor: Actor
    id: UUID
    due: bool
    language: str | None
    """What the person chose, as the theme."""
    theme: str | None
    columns: tuple[str, ...] | None
    """What the inbox shows of each item; None: the usual."""


def signed_in(session: Session, token: str, *, now: datetime, idle: timedelta, longest: timedelta) -> SignedIn | None:
    """The person behind a token; None when it is unknown, ended, idle for too long or too old."""
    living = (
        select(SignIn.id, SignIn.person_id, SignIn.seen_at, Person.language, Person.theme, Person.columns)
        .join(Person, Person.id == SignIn.person_id)
        .where(
            SignIn.token_sha256 == token_hash(token),
            SignIn.ended_at.is_(None),
            SignIn.seen_at > now - idle,
            SignIn.started_at > now - longest,
        )
    )
    found = session.execute(living).one_or_none()
    if found is None:
        return None
    actor = permissions.actor_of(session, found.person_id, today=clock.local_date(now))
    due = found.seen_at < now - OFTEN
    columns = None if found.columns is None else tuple(found.columns)
    return SignedIn(actor, found.id, due, found.language, found.theme, columns) if actor else None
