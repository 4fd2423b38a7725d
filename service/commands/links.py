"""Making a link that sets a new password."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.identity import token_hash
from service.identity.reset_links import reset_token
from service.ids import new_id
from service.models import PasswordReset


def make_link(
    session: Session, person_id: UUID, *, key: str, made_by_id: UUID | None, lasts: timedelta, now: datetime
) -> UUID:
    """A new link for the person; its token is made of its id and the house's secret key."""
    reset_id = new_id()
    session.add(
        PasswordReset(
            id=reset_id,
            token_sha256=token_hash(reset_token(key, reset_id)),
            person_id=person_id,
            made_at=now,
            made_by_id=made_by_id,
            expires_at=now + lasts,
        )
    )
    session.flush()
    return reset_id


def open_links(session: Session, person_id: UUID, *, now: datetime) -> int:
    """How many links of the person could be used now."""
    living = select(func.count()).where(
        PasswordReset.person_id == person_id, PasswordReset.used_at.is_(None), PasswordReset.expires_at > now
    )
    return session.scalars(living).one()
