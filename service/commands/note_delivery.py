"""Noting how an address took its last message."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from service.errors import Reason
from service.models import Webhook

_OFTEN_ENOUGH = timedelta(minutes=1)
"""Successes are noted no more often: nobody reads them faster."""


def note_delivery(session: Session, webhook_id: UUID, failure: Reason | None, *, now: datetime) -> None:
    """Say when the address last took a message, or when and why it did not."""
    hook = update(Webhook).where(Webhook.id == webhook_id)
    if failure is None:
        stale = or_(Webhook.delivered_at.is_(None), Webhook.delivered_at < now - _OFTEN_ENOUGH)
        done = hook.where(or_(stale, Webhook.failed_at.is_not(None)))
        session.connection().execute(done.values(delivered_at=now, failed_at=None, failure=None))
        return
    values = {name: str(value) for name, value in failure.values.items()}
    why = {"code": failure.code, "message": failure.message, "values": values}
    session.connection().execute(hook.values(failed_at=now, failure=why))
