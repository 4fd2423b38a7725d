"""Remember that a signed-in person is still there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.identity import OFTEN
from service.models import SignIn


def touch_sign_in(session: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """Move the last sign of life to now."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None), SignIn.seen_at < now - OFTEN)
        .values(seen_at=now)
    )
