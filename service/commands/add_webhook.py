"""Have another system told what happens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.administering import require_administrator
from service.commands.catalogue_keeping import take_turn
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import Webhook
from service.outside import Target, new_secret
from service.outside.kinds import TYPES
from workflows.errors import msg

MOST = 20
"""Addresses told at one time: each costs a job for each event."""
_TOO_MANY = Reason("too_many", msg("At most {most} addresses are told at a time; end one first."), {"most": MOST})
_UNKNOWN_KIND = Reason("unknown_kind", msg("There is no such kind of event."))
_TWICE = Reason("url_twice", msg("This address is told already."))


@dataclass(frozen=True, slots=True)
class Checked:
    """An address that was read and looked up before the transaction began: names may take seconds to look up."""

    url: str
    target: Target


def add_webhook(session: Session, actor: Actor, address: Checked, kinds: Collection[str], *, now: datetime) -> Webhook:
    """Tell the address these types of events from now on (none chosen: all); its `secret` is to be shown once.

    Raises NotAllowed or Refused.
    """
    require_administrator(actor)
    if not set(kinds) <= set(TYPES):
        raise Refused(_UNKNOWN_KIND)
    take_turn(session)
    _require_room(session, address.url)
    chosen = [kind for kind in TYPES if kind in kinds]
    hook = Webhook(id=new_id(), url=address.url, secret=new_secret(), kinds=chosen, made_at=now, made_by_id=actor.id)
    session.add(hook)
    session.flush()
    # The rest of an address may hold a key of the receiver's.
    detail = {"webhook": str(hook.id), "host": address.target.authority, "kinds": chosen}
    events.note_on(session, "system", "webhook_added", detail, actor=actor, at=now)
    return hook


def _require_room(session: Session, url: str) -> None:
    alive = select(func.count()).select_from(Webhook).where(Webhook.ended_at.is_(None))
    if session.scalar(alive.where(Webhook.url == url)):
        raise Refused(_TWICE)
    if (session.scalar(alive) or 0) >= MOST:
        raise Refused(_TOO_MANY)
