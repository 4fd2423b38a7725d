"""Send an address a message to try it with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import jobs
from service.actors import Actor
from service.commands.administering import require_administrator
from service.commands.tell_systems import JOB
from service.errors import NotFound
from service.ids import new_id
from service.models import Webhook
from service.outside.kinds import TEST


def try_webhook(session: Session, actor: Actor, webhook_id: UUID, *, now: datetime) -> Webhook:
    """Leave a test message for the address; it goes the way of all others. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    hook = session.get(Webhook, webhook_id)
    if hook is None or hook.ended_at is not None:
        raise NotFound(str(webhook_id))
    event = {"id": f"test/{new_id()}", "type": TEST, "time": now.isoformat().replace("+00:00", "Z"), "data": {}}
    jobs.enqueue(session, JOB, {"webhook_id": str(hook.id), "event": event}, now=now)
    return hook
