"""Letting a suspended dossier go on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import deadlines, events, permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.locking import find_dossier
from service.errors import NotAllowed, Reason, Refused
from service.models import Dossier, Event, Status, WorkItem
from workflows.errors import msg

_NOT_SUSPENDED = Reason("not_suspended", msg("The dossier is not suspended."))


def resume_dossier(session: Session, actor: Actor, dossier_id: UUID, *, now: datetime) -> Dossier:
    """Let a dossier go on; its open tasks get back the working days it stood still. Overdue timers ring when it wakes.

    Raises NotFound, NotAllowed or Refused (not suspended).
    """
    dossier = find_dossier(session, dossier_id, actor)
    exclusions = permissions.exclusions_of(session, dossier.id)
    if refusal := permissions.why_not_suspend(actor, exclusions):
        raise NotAllowed(refusal)
    if dossier.status != Status.SUSPENDED:
        raise Refused(_NOT_SUSPENDED)
    days = deadlines.working_days_left(due=local_date(now), today=_suspended_on(session, dossier))
    dossier.status = Status.RUNNING
    for item in session.scalars(
        select(WorkItem).where(WorkItem.dossier_id == dossier.id, WorkItem.closed_at.is_(None)).with_for_update()
    ):
        item.due_on = deadlines.after(days, item.due_on)
        item.remind_on = item.remind_on and deadlines.after(days, item.remind_on)
    seat = permissions.suspending_seat(actor, exclusions)
    events.note(session, dossier, "dossier_resumed", {"working_days": days}, actor=actor, seat=seat, at=now)
    return dossier


def _suspended_on(session: Session, dossier: Dossier) -> date:
    last = select(func.max(Event.at)).where(Event.dossier_id == dossier.id, Event.kind == "dossier_suspended")
    return local_date(session.scalars(last).one())
