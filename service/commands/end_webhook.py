"""Tell another system nothing more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.administering import require_administrator
from service.errors import NotFound, Reason, Refused
from service.models import Webhook
from workflows.errors import msg

_ENDED = Reason("ended", msg("This address is no longer told."))


def end_webhook(session: Session, actor: Actor | None, webhook_id: UUID, *, now: datetime) -> Webhook:
    """Send nothing more there, not even what waits; an empty `actor` is the receiver itself, which said 410 Gone.

    Raises NotAllowed, NotFound or Refused (it has ended).
    """
    require_administrator(actor)
    hook = session.scalars(select(Webhook).where(Webhook.id == webhook_id).with_for_update()).one_or_none()
    if hook is None:
        raise NotFound(str(webhook_id))
    if hook.ended_at is not None:
        raise Refused(_ENDED)
    hook.ended_at, hook.ended_by_id = now, actor.id if actor else None
    session.flush()
    detail = {"webhook": str(hook.id), "by_receiver": actor is None}
    events.note_on(session, "system", "webhook_ended", detail, actor=actor, at=now)
    return hook
