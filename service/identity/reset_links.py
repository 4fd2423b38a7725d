"""Links that set a new password: whose one is, and its token, made of the house's key and stored nowhere."""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.identity.tokens import token_hash
from service.models import PasswordReset, Person


@dataclass(frozen=True, slots=True)
class Link:
    """A link that can be used now."""

    id: UUID
    person_id: UUID
    username: str
    name: str
    expires_at: datetime
    email: str | None
    language: str | None


def reset_token(key: str, reset_id: UUID) -> str:
    """The token of this link: 256 bits as text, to be stored only as `token_hash` of it."""
    digest = hmac.digest(key.encode(), b"password reset" + reset_id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def link_of_token(session: Session, token: str, *, now: datetime) -> Link:
    """The link with this token. Raises NotFound when it is unknown, used or too old, or its person has left."""
    return _living(session, PasswordReset.token_sha256 == token_hash(token), now)


def link_of_id(session: Session, reset_id: UUID, *, now: datetime) -> Link:
    """The link with this id. Raises NotFound likewise."""
    return _living(session, PasswordReset.id == reset_id, now)


def _living(session: Session, which: ColumnElement[bool], now: datetime) -> Link:
    said = (Person.id.label("person_id"), Person.username, Person.name)
    found = session.execute(
        select(PasswordReset.id, *said, PasswordReset.expires_at, Person.email, Person.language)
        .join(Person, Person.id == PasswordReset.person_id)
        .where(which, PasswordReset.used_at.is_(None), PasswordReset.expires_at > now, Person.left_at.is_(None))
    ).one_or_none()
    if found is None:
        raise NotFound
    return Link(*found)
