"""Telling whoever is to act that a task is due soon, and again and again that it is overdue."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import deadlines, events
from service.clock import local_date
from service.models import Dossier, Status, WorkItem

_AT_ONCE = 200


def remind_people(session: Session, *, now: datetime) -> int:
    """Tell of the open tasks whose day has come (200 at most), name the next day, and return how many there were.

    However many days were missed, each is told of once. Nobody is told while a dossier or its clock stands still.
    """
    due = (
        select(WorkItem)
        .join(WorkItem.dossier)
        .options(contains_eager(WorkItem.dossier))
        .where(
            WorkItem.remind_on <= local_date(now),
            WorkItem.closed_at.is_(None),
            Dossier.status == Status.RUNNING,
            Dossier.clock_stopped_on.is_(None),
        )
        .order_by(Dossier.id, WorkItem.id)
        .limit(_AT_ONCE)
        .with_for_update(of=(Dossier, WorkItem), skip_locked=True)
    )
    items = session.scalars(due).all()
    for item in items:
        _remind(session, item, now)
    return len(items)


def _remind(session: Session, item: WorkItem, now: datetime) -> None:
    today = local_date(now)
    item.reminded_at, item.remind_on = now, deadlines.remind_next(item.due_on, today)
    detail: dict[str, Any] = {"task": item.task, "element": item.element, "title": item.title, "due_on": item.due_on}
    if item.panel:
        detail["member"] = item.assignee_id
    kind = "task_overdue" if item.due_on < today else "task_reminded"
    events.note(session, item.dossier, kind, detail, actor=None, at=now)
