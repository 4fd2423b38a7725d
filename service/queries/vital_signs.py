"""The few numbers that say how the installation is: for the monitor, in one statement over partial indexes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.clock import local_date
from service.models import Dossier, Incident, SignIn, WorkItem


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """How much waits, and how many people are here."""

    open_tasks: int
    overdue_tasks: int
    untold_dossiers: int
    """Dossiers whose newest events nobody has been told of yet."""
    open_incidents: int
    signed_in: int
    """Browsers that are signed in."""


def vital_signs(session: Session, *, now: datetime, idle: timedelta, longest: timedelta) -> VitalSigns:
    """Count at this moment; nobody in particular asks, so nothing here names anybody."""
    waiting = select(func.count()).select_from(WorkItem).where(WorkItem.closed_at.is_(None))
    untold = select(func.count()).select_from(Dossier).where(Dossier.told < Dossier.events)
    incidents = select(func.count()).select_from(Incident).where(Incident.resolved_at.is_(None))
    here = select(func.count()).select_from(SignIn)
    here = here.where(SignIn.ended_at.is_(None), SignIn.seen_at > now - idle, SignIn.started_at > now - longest)
    counted = [waiting, waiting.where(WorkItem.due_on < local_date(now)), untold, incidents, here]
    found = session.execute(select(*(count.scalar_subquery() for count in counted))).one()
    return VitalSigns(*found)
