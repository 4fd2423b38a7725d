"""Giving a dated row a last day: rows are never changed, so the old one ends and a like one stands for what is left."""

from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.ids import new_id
from service.models import ClusterMembership, CouncilMembership

Membership = TypeVar("Membership", ClusterMembership, CouncilMembership)
_OWN = {"id", "valid_to", "recorded_at", "recorded_by_id", "ended_at", "ended_by_id"}


def cut(session: Session, row: Membership, last_day: date, *, actor: Actor | None, now: datetime) -> Membership | None:
    """End the row and answer with the one that holds until `last_day`; None when that is over, or lies before it."""
    row.ended_at, row.ended_by_id = now, actor.id if actor else None
    rest = None
    if last_day >= max(local_date(now), row.valid_from):
        kept = {name: getattr(row, name) for name in set(inspect(type(row)).columns.keys()) - _OWN}
        own = {"recorded_at": now, "recorded_by_id": row.ended_by_id}
        rest = type(row)(id=new_id(), valid_to=last_day, **kept, **own)
        session.add(rest)
    session.flush()
    return rest
