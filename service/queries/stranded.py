"""Which taken tasks their holders may no longer do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import Dossier, Exclusion, Status, WorkItem
from service.permissions import exclusions_among, holders_of, unfit

_AT_ONCE = 500
_TAKEN = (
    select(
        WorkItem.id,
        WorkItem.dossier_id,
        WorkItem.element,
        WorkItem.role,
        WorkItem.scope_id,
        WorkItem.barred_unit_id,
        WorkItem.assignee_id,
        WorkItem.panel,
    )
    .join(Dossier, Dossier.id == WorkItem.dossier_id)
    .where(
        WorkItem.assignee_id.is_not(None),
        WorkItem.closed_at.is_(None),
        WorkItem.role.is_not(None),
        ~WorkItem.panel,
        Dossier.status == Status.RUNNING,
    )
    .order_by(WorkItem.id)
)


def stranded_items(session: Session, *, today: date, at_once: int = _AT_ONCE) -> list[UUID]:
    """The open tasks, ballots aside, of running dossiers that lie with somebody who may not do them today.

    `at_once` is how many are looked at together, however many there are.
    """
    stranded: list[UUID] = []
    taken = _taken(session, None, at_once)
    while taken:
        stranded += _stranded(session, taken, today)
        taken = _taken(session, taken[-1].id, at_once) if len(taken) == at_once else ()
    return stranded


def _taken(session: Session, after: UUID | None, most: int) -> Sequence[WorkItem]:
    """Plain rows with what the rules ask of an item: every worker looks at all of them time and again."""
    page = _TAKEN.limit(most)
    found = session.connection().execute(page.where(WorkItem.id > after) if after else page).all()
    return cast("Sequence[WorkItem]", found)


def _stranded(session: Session, items: Sequence[WorkItem], today: date) -> list[UUID]:
    pairs = {(item.role, item.scope_id) for item in items if item.role and item.scope_id}
    holders = {actor.id: actor for actor in holders_of(session, pairs, today=today)}
    excluded: dict[UUID, list[Exclusion]] = defaultdict(list)
    for one in exclusions_among(session, {item.dossier_id for item in items}):
        excluded[one.dossier_id].append(one)
    return [item.id for item in items if not _may(holders, item, excluded[item.dossier_id])]


def _may(holders: Mapping[UUID, Actor], item: WorkItem, exclusions: Sequence[Exclusion]) -> bool:
    """`holders` have every seat from which the item could be done."""
    holder = holders.get(item.assignee_id) if item.assignee_id else None
    return holder is not None and unfit(holder, item, exclusions) is None
