"""Which open tasks somebody is to be reminded of today."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from service.clock import local_date
from service.models import Dossier, Status, WorkItem


def dossiers_to_remind(session: Session, *, now: datetime) -> Sequence[UUID]:
    """The dossiers with a task whose day has come."""
    due = select(Dossier.id).join(WorkItem, WorkItem.dossier_id == Dossier.id).where(*is_to_remind(now))
    return session.scalars(due.distinct().order_by(Dossier.id)).all()


def is_to_remind(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether the day of a task has come; never while its dossier, or its clock, stands still."""
    return (
        WorkItem.remind_on <= local_date(now),
        WorkItem.closed_at.is_(None),
        Dossier.status == Status.RUNNING,
        Dossier.clock_stopped_on.is_(None),
    )
