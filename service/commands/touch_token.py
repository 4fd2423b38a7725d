"""Remember that a token is in use."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from service.identity import OFTEN
from service.models import AccessToken


def touch_token(session: Session, token_id: UUID, *, now: datetime) -> None:
    """Move the moment of its last use to now."""
    lately = or_(AccessToken.used_at.is_(None), AccessToken.used_at < now - OFTEN)
    session.execute(update(AccessToken).where(AccessToken.id == token_id, lately).values(used_at=now))
