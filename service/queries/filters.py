"""Kept ways to look at the inbox: one's own, and those shared with a group one is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import Person, SavedFilter
from service.queries.inbox import Filter, count_view
from service.queries.narrowing import Narrow

MOST = 40
"""Filters offered to one person."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept filter; `query` holds the inbox page's own parameters."""

    id: UUID
    name: str
    query: Mapping[str, Any]
    mine: bool
    owner: str
    shared_role: str | None

    @property
    def tab(self) -> Filter:
        """The tab it looks at."""
        tab = self.query.get("filter")
        return Filter(tab) if tab in set(Filter) else Filter.MINE

    @property
    def narrow(self) -> Narrow:
        """What it narrows the tab to."""
        within = self.query.get("within")
        texts = {name: str(self.query.get(name) or "") for name in ("unit", "award", "task")}
        return Narrow(**texts, within=int(within) if within is not None else None)


def filters_of(session: Session, actor: Actor) -> tuple[Kept, ...]:
    """The actor's own filters by name, then those shared with a role they hold where it was shared."""
    groups = sorted({(seat.role, seat.scope_id) for seat in actor.seats}, key=str)
    shared = tuple_(SavedFilter.shared_role, SavedFilter.shared_scope_id).in_(groups)
    found = session.execute(
        select(SavedFilter, Person.name)
        .join(Person, Person.id == SavedFilter.owner_id)
        .where(or_(SavedFilter.owner_id == actor.id, shared) if groups else SavedFilter.owner_id == actor.id)
        .order_by(SavedFilter.owner_id != actor.id, SavedFilter.name, SavedFilter.id)
        .limit(MOST)
    )
    return tuple(
        Kept(kept.id, kept.name, kept.query, kept.owner_id == actor.id, owner, kept.shared_role)
        for kept, owner in found
    )


def counts_of(session: Session, actor: Actor, kept: tuple[Kept, ...], *, today: date) -> dict[UUID, int]:
    """How many items each filter finds for this reader, one statement a filter; nobody sees more through one."""
    return {
        one.id: count_view(session, actor, one.tab, today=today, text=str(one.query.get("q") or ""), narrow=one.narrow)
        for one in kept
    }
