"""Other systems: the tokens they call with, what they asked before, and where they want to be told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id, Text200


class AccessToken(Base):
    """A bearer token of a person for the API; this row holds only its SHA-256."""

    __tablename__ = "access_token"

    id: Mapped[Id]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[Text200]
    """What it is for, in its owner's words."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Empty: the machine's operator."""
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    """Refreshed at most once a minute."""
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    __table_args__ = (Index("ix_access_token_person", "person_id"),)


class RepeatedCall(Base):
    """The answer to a call made under an Idempotency-Key; the same call again gets the same answer."""

    __tablename__ = "repeated_call"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key: Mapped[Text200]
    """Its SHA-256: the key itself is half of what opens `content`."""
    content: Mapped[str] = mapped_column("request_sha256", String(64))
    """HMAC-SHA256 over method, path and body, keyed with the caller's token and key: another body is refused."""
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes]
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("person_id", "key"), Index("ix_repeated_call_at", "at"))


class Webhook(Base):
    """An address that is told what happens (CloudEvents 1.0 over HTTP, signed by HMAC)."""

    __tablename__ = "webhook"

    id: Mapped[Id]
    url: Mapped[str] = mapped_column(String(1000))
    secret: Mapped[Text200]
    """Shared with the receiver: each body is signed with it."""
    kinds: Mapped[list[str]]
    """The event types wanted; empty: all."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    delivered_at: Mapped[datetime | None]
    """When the address last took a message."""
    failed_at: Mapped[datetime | None]
    """When it last did not; empty again as soon as it does."""
    failure: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Why: the code, message and values of a Reason."""
