"""Who is signed in, and who tried."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id

_HERE = text("ended_at is null")


class SignIn(Base):
    """One signed-in browser; the cookie holds a token, this row only its SHA-256."""

    __tablename__ = "sign_in"

    id: Mapped[Id]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """Refreshed at most once a minute; too long ago means signed out."""
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        Index("ix_sign_in_person", "person_id"),
        Index("ix_sign_in_seen", "seen_at", sqlite_where=_HERE, postgresql_where=_HERE),
    )


class SignInAttempt(Base):
    """A try to sign in, kept to slow down guessing and for the auditor."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Id]
    username: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    succeeded: Mapped[bool] = mapped_column(Boolean)
    __table_args__ = (
        Index("ix_sign_in_attempt_username", "username", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
    )


class PasswordReset(Base):
    """A link by which somebody sets a new password, once; this row holds only the SHA-256 of its token."""

    __tablename__ = "password_reset"

    id: Mapped[Id]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The administrator who made it; empty: asked for on the sign-in page."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_password_reset_person", "person_id"),)
