"""Letting a dossier's timers ring."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.commands.incidents import raise_incident, unreadable
from service.commands.locking import find_dossier
from service.commands.record import record_step
from service.facts import facts_of
from service.models import Dossier, Status
from service.processes import definition_of
from workflows import engine
from workflows.definition import Definition
from workflows.errors import StateError
from workflows.outcome import Outcome


def wake_dossier(session: Session, dossier_id: UUID, *, now: datetime) -> Dossier:
    """Make the steps whose time has come; a dossier that is suspended, has ended or was woken already stays as it is.

    A step the engine cannot make becomes an incident, and the dossier is not woken again until somebody acts on it.
    Raises NotFound.
    """
    dossier = find_dossier(session, dossier_id)
    if dossier.status != Status.RUNNING or dossier.wake_at is None or dossier.wake_at > now:
        return dossier
    definition = definition_of(session, dossier)
    outcome = _woken(session, dossier, definition, now)
    if outcome.problems:
        dossier.wake_at = None
        raise_incident(session, dossier, outcome.problems[0], actor=None, now=now)
    elif outcome.state == dossier.state:
        dossier.wake_at = outcome.wake_at
    else:
        record_step(session, dossier, definition, outcome, kind="timer_rang", detail={}, actor=None, seat=None, now=now)
    return dossier


def _woken(session: Session, dossier: Dossier, definition: Definition, now: datetime) -> Outcome:
    try:
        return engine.wake(definition, dossier.state, facts_of(session, dossier, now=now), now=now)
    except StateError as error:
        return unreadable(dossier.state, None, error)
