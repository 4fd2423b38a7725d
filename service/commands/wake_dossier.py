"""Letting a dossier's timers ring."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.commands.incidents import raise_incident, unreadable, without_strangers
from service.commands.locking import find_dossier
from service.commands.record import record_step
from service.facts import facts_of
from service.models import Dossier, Status
from service.processes import definition_of
from workflows import engine
from workflows.definition import Definition
from workflows.errors import DiagramError, Problem, StateError
from workflows.outcome import Outcome


def wake_dossier(session: Session, dossier_id: UUID, *, now: datetime, failure: Problem | None = None) -> Dossier:
    """Make the steps whose time has come; a dossier that is suspended, has ended or was woken already stays as it is.

    A step the engine cannot make becomes an incident, and the dossier is not woken again until somebody acts on it; so
    does `failure`, what an earlier try died of. Raises NotFound.
    """
    dossier = find_dossier(session, dossier_id)
    if dossier.status != Status.RUNNING or dossier.wake_at is None or dossier.wake_at > now:
        return dossier
    if problem := failure or _wake(session, dossier, now):
        dossier.wake_at = None
        raise_incident(session, dossier, problem, actor=None, now=now)
    return dossier


def _wake(session: Session, dossier: Dossier, now: datetime) -> Problem | None:
    try:
        definition = definition_of(session, dossier)
    except DiagramError as error:
        return error.problems[0]
    outcome = _woken(session, dossier, definition, now)
    if outcome.problems:
        return outcome.problems[0]
    if outcome.state == dossier.state:
        dossier.wake_at = outcome.wake_at
        return None
    record_step(session, dossier, definition, outcome, kind="timer_rang", detail={}, actor=None, seat=None, now=now)
    return None


def _woken(session: Session, dossier: Dossier, definition: Definition, now: datetime) -> Outcome:
    try:
        outcome = engine.wake(definition, dossier.state, facts_of(session, dossier, now=now), now=now)
    except StateError as error:
        return unreadable(dossier.state, None, error)
    return without_strangers(dossier.state, outcome)
