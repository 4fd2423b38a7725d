"""Remembering that notices have been mailed."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.models import Notice


def note_mailed(session: Session, notices: Collection[UUID], *, now: datetime) -> None:
    """Mark notices as mailed: a job that runs again finds that nothing is left to send."""
    mailed = update(Notice).where(Notice.id.in_(notices), Notice.mailed_at.is_(None)).values(mailed_at=now)
    session.execute(mailed.execution_options(synchronize_session=False))
