"""Letting a dossier's timers ring."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.commands.incidents import raise_incident
from service.commands.locking import find_dossier
from service.commands.waking import wake
from service.models import Dossier, Status
from workflows.errors import Problem


def wake_dossier(session: Session, dossier_id: UUID, *, now: datetime, failure: Problem | None = None) -> Dossier:
    """Make the steps whose time has come; a dossier that is suspended, has ended or was woken already stays as it is.

    A step the engine cannot make becomes an incident, and the dossier is not woken again until somebody acts on it; so
    does `failure`, what an earlier try died of. Raises NotFound.
    """
    dossier = find_dossier(session, dossier_id)
    if dossier.status != Status.RUNNING or dossier.wake_at is None or dossier.wake_at > now:
        return dossier
    if problem := failure or wake(session, dossier, now):
        dossier.wake_at = None
        raise_incident(session, dossier, problem, actor=None, now=now)
    return dossier
