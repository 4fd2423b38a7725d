"""What a dossier waits for: its open tasks, and who can act on each; a vote is one line however many members it has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from service.actors import Actor
from service.models import Dossier, Exclusion, Person, RollEntry, WorkItem
from service.permissions import exclusions_of, why_not
from service.queries.explain import Explanation, explain


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open task. `mine` tells whether the reader may act on it now."""

    item: WorkItem
    doer: str | None
    """Who has taken it."""
    mine: bool
    explanation: Explanation | None
    """Who can act and who cannot; None for a vote."""
    voted: int = 0
    members: int = 0
    """How many of a vote's members have voted, and how many there are; 0 for any other task."""


def waiting_on(session: Session, actor: Actor, dossier: Dossier, *, today: date) -> tuple[Waiting, ...]:
    """The dossier's open tasks, the oldest first. A vote's item is the reader's own when they have one."""
    found = open_items(session, dossier)
    exclusions = exclusions_of(session, dossier.id) if found else ()
    tasks = [_task(session, actor, item, doer, exclusions, today) for item, doer in found if not item.panel]
    panels: dict[str, list[WorkItem]] = {}
    for item, _ in found:
        if item.panel:
            panels.setdefault(item.task, []).append(item)
    return (*tasks, *(_vote(session, actor, items, exclusions) for items in panels.values()))


def open_items(session: Session, dossier: Dossier) -> Sequence[Any]:
    """Each open item of the dossier with the name of whoever has it; `item.dossier` is loaded."""
    return session.execute(
        select(WorkItem, Person.name)
        .join(WorkItem.dossier)
        .outerjoin(Person, Person.id == WorkItem.assignee_id)
        .options(contains_eager(WorkItem.dossier))
        .where(WorkItem.dossier_id == dossier.id, WorkItem.closed_at.is_(None))
        .order_by(WorkItem.opened_at, WorkItem.id)
    ).all()


def _task(
    session: Session, actor: Actor, item: WorkItem, doer: str | None, exclusions: Collection[Exclusion], today: date
) -> Waiting:
    mine = why_not(actor, item, exclusions) is None
    return Waiting(item, doer, mine, explain(session, item, exclusions, doer=doer, today=today))


def _vote(session: Session, actor: Actor, items: list[WorkItem], exclusions: Collection[Exclusion]) -> Waiting:
    own = next((item for item in items if why_not(actor, item, exclusions) is None), None)
    roll = select(func.count(RollEntry.voted_on), func.count()).where(RollEntry.task == items[0].task)
    voted, members = session.execute(roll).one()
    return Waiting(own or items[0], None, own is not None, None, voted, members)
