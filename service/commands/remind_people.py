"""Reminding whoever is to act."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import events
from service.clock import local_date
from service.models import Dossier, Status, WorkItem

_AT_ONCE = 200


def remind_people(session: Session, *, now: datetime) -> int:
    """Mark open tasks whose day of reminding has come, each once, and return how many there were (200 at most)."""
    due = (
        select(WorkItem)
        .join(WorkItem.dossier)
        .options(contains_eager(WorkItem.dossier))
        .where(
            WorkItem.remind_on <= local_date(now),
            WorkItem.closed_at.is_(None),
            WorkItem.reminded_at.is_(None),
            Dossier.status == Status.RUNNING,
        )
        .order_by(Dossier.id, WorkItem.id)
        .limit(_AT_ONCE)
        .with_for_update(of=(Dossier, WorkItem), skip_locked=True)
    )
    items = session.scalars(due).all()
    for item in items:
        item.reminded_at = now
        detail = {"task": item.task, "element": item.element, "title": item.title, "due_on": item.due_on}
        if item.panel:
            detail["member"] = item.assignee_id
        events.note(session, item.dossier, "task_reminded", detail, actor=None, at=now)
    return len(items)
