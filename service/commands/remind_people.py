"""Telling whoever is to act that a task is due soon, and again and again that it is overdue."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import deadlines, events, permissions
from service.clock import local_date
from service.commands.hindrances import clear, hinder
from service.commands.locking import find_dossier
from service.commands.reminders import is_to_remind
from service.models import Dossier, WorkItem
from workflows.errors import Problem


def remind_people(session: Session, dossier_id: UUID, *, now: datetime, failure: Problem | None = None) -> int:
    """Tell of the dossier's open tasks whose day has come, name the next day, and return how many there were.

    However many days were missed, each is told of once. Nobody is told while a dossier or its clock stands still.
    `failure`, what an earlier try died of, becomes an incident until a later try succeeds. Raises NotFound.
    """
    dossier = find_dossier(session, dossier_id)
    if failure:
        hinder(session, dossier, failure, now)
        return 0
    due = select(WorkItem).join(Dossier, Dossier.id == WorkItem.dossier_id).where(Dossier.id == dossier.id)
    items = session.scalars(due.where(*is_to_remind(now)).order_by(WorkItem.id).with_for_update(of=WorkItem)).all()
    for item in items:
        _remind(session, dossier, item, now)
    clear(session, dossier, permissions.UNREMINDED, now)
    return len(items)


def _remind(session: Session, dossier: Dossier, item: WorkItem, now: datetime) -> None:
    today = local_date(now)
    item.reminded_at, item.remind_on = now, deadlines.remind_next(item.due_on, today)
    detail: dict[str, Any] = {"task": item.task, "element": item.element, "title": item.title, "due_on": item.due_on}
    if item.panel:
        detail["member"] = item.assignee_id
    kind = "task_overdue" if item.due_on < today else "task_reminded"
    events.note(session, dossier, kind, detail, actor=None, at=now)
