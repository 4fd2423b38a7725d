"""Which taken tasks their holders may no longer do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service.actors import Actor
from service.models import Dossier, Exclusion, Status, WorkItem
from service.permissions import exclusions_among, holders_of, why_not

_AT_ONCE = 500
_TAKEN = (
    select(WorkItem)
    .join(WorkItem.dossier)
    .options(contains_eager(WorkItem.dossier).load_only(Dossier.status))
    .where(
        WorkItem.assignee_id.is_not(None),
        WorkItem.closed_at.is_(None),
        WorkItem.role.is_not(None),
        ~WorkItem.panel,
        Dossier.status == Status.RUNNING,
    )
    .order_by(WorkItem.id)
)


def stranded_items(session: Session, *, today: date) -> list[UUID]:
    """The open tasks, ballots aside, of running dossiers that lie with somebody who may not do them today."""
    taken = session.scalars(_TAKEN).all()
    pairs = {(item.role, item.scope_id) for item in taken if item.role and item.scope_id}
    holders = {actor.id: actor for actor in holders_of(session, pairs, today=today)}
    slices = (taken[first : first + _AT_ONCE] for first in range(0, len(taken), _AT_ONCE))
    return [item_id for some in slices for item_id in _stranded(session, some, holders)]


def _stranded(session: Session, items: Sequence[WorkItem], holders: Mapping[UUID, Actor]) -> list[UUID]:
    """`holders` have every seat from which one of the items could be done."""
    excluded: dict[UUID, list[Exclusion]] = defaultdict(list)
    for one in exclusions_among(session, {item.dossier_id for item in items}):
        excluded[one.dossier_id].append(one)
    return [item.id for item in items if not _may(holders, item, excluded[item.dossier_id])]


def _may(holders: Mapping[UUID, Actor], item: WorkItem, exclusions: Sequence[Exclusion]) -> bool:
    holder = holders.get(item.assignee_id) if item.assignee_id else None
    return holder is not None and why_not(holder, item, exclusions) is None
