"""The bearer tokens of a person, and who calls with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from service import clock, permissions
from service.actors import Actor
from service.identity import OFTEN, is_bearer, token_hash
from service.models import AccessToken, Person


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever a call is made in the name of; when `due` the token's last use is to be written anew."""

    actor: Actor
    token_id: UUID
    language: str | None
    """What the person reads; None when they never chose."""
    due: bool


_NOW = bindparam("now", type_=AccessToken.made_at.type)
_LIVING = and_(
    AccessToken.token_sha256 == bindparam("hash"),
    AccessToken.ended_at.is_(None),
    or_(AccessToken.expires_at.is_(None), AccessToken.expires_at > _NOW),
)
_BEARER = select(AccessToken.person_id).where(_LIVING).correlate(None).scalar_subquery()
_CALLER = (
    permissions.seats_of(_BEARER, AccessToken.id, AccessToken.used_at, Person.language)
    .join(AccessToken, AccessToken.person_id == Person.id)
    .where(_LIVING)
)


def caller_with(session: Session, token: str, *, now: datetime) -> Caller | None:
    """The person behind a token, with today's seats; None when it is unknown, ended, expired, or they have left."""
    if not is_bearer(token):
        return None
    values = {"hash": token_hash(token), "now": now, "today": clock.local_date(now)}
    found = permissions.actor_in(session.connection().execute(_CALLER, values).all())
    if found is None:
        return None
    actor, (token_id, used_at, language) = found
    return Caller(actor, token_id, language, used_at is None or used_at < now - OFTEN)


def tokens_of(session: Session, person_id: UUID) -> Sequence[AccessToken]:
    """Every token of a person, the newest first; those ended or expired too. The token itself is kept nowhere."""
    return session.scalars(
        select(AccessToken).where(AccessToken.person_id == person_id).order_by(AccessToken.id.desc())
    ).all()


def living_tokens_of(session: Session, person_id: UUID, *, now: datetime) -> list[AccessToken]:
    """Those with which one can call now, the newest first."""
    tokens = tokens_of(session, person_id)
    return [one for one in tokens if one.ended_at is None and (one.expires_at is None or one.expires_at > now)]
