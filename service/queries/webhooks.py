"""The addresses that are told what happens, and how that went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service import jobs, permissions
from service.actors import Actor
from service.errors import NotAllowed, Reason
from service.models import Webhook

_KEPT = timedelta(days=30)
"""How long an ended address stays in the list."""


@dataclass(frozen=True, slots=True)
class Told:
    """One address; never with its secret."""

    id: UUID
    url: str
    kinds: Sequence[str]
    made_at: datetime
    ended_at: datetime | None
    ended_by_receiver: bool
    delivered_at: datetime | None
    failed_at: datetime | None
    failure: Reason | None


@dataclass(frozen=True, slots=True)
class Webhooks:
    """All addresses, the newest first, and how many messages were given up."""

    told: Sequence[Told]
    given_up: int


def webhooks(session: Session, actor: Actor, *, now: datetime) -> Webhooks:
    """What the administrator sees. Raises NotAllowed."""
    if reason := permissions.why_not_administer(actor):
        raise NotAllowed(reason)
    recent = or_(Webhook.ended_at.is_(None), Webhook.ended_at > now - _KEPT)
    found = session.scalars(select(Webhook).where(recent).order_by(Webhook.ended_at.is_not(None), Webhook.id.desc()))
    dead = [job for job in jobs.dead_jobs(session) if job.kind == "webhook"]
    return Webhooks([_told(hook) for hook in found], len(dead))


def _told(hook: Webhook) -> Told:
    return Told(
        hook.id,
        hook.url,
        hook.kinds,
        hook.made_at,
        hook.ended_at,
        hook.ended_at is not None and hook.ended_by_id is None,
        hook.delivered_at,
        hook.failed_at,
        Reason(**hook.failure) if hook.failure else None,
    )
