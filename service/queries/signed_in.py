"""Who a browser's token stands for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, select
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


_LIVING = and_(
    SignIn.token_sha256 == bindparam("hash"),
    SignIn.ended_at.is_(None),
    SignIn.seen_at > bindparam("seen_after", type_=SignIn.seen_at.type),
    SignIn.started_at > bindparam("started_after", type_=SignIn.started_at.type),
)
_SIGNED_IN = select(SignIn.person_id).where(_LIVING).correlate(None).scalar_subquery()
_VISITOR = (
    permissions.seats_of(_SIGNED_IN, SignIn.id, SignIn.seen_at, Person.language, Person.theme, Person.columns)
    .join(SignIn, SignIn.person_id == Person.id)
    .where(_LIVING)
)


def signed_in(session: Session, token: str, *, now: datetime, idle: timedelta, longest: timedelta) -> SignedIn | None:
    """The person behind a token; None when it is unknown, ended, idle for too long or too old."""
    values = {
        "hash": token_hash(token),
        "seen_after": now - idle,
        "started_after": now - longest,
        "today": clock.local_date(now),
    }
    found = permissions.actor_in(session.connection().execute(_VISITOR, values).all())
    if found is None:
        return None
    actor, (sign_in_id, seen_at, language, theme, columns) = found
    shown = None if columns is None else tuple(columns)
    return SignedIn(actor, sign_in_id, seen_at < now - OFTEN, language, theme, shown)
