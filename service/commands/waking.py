"""The steps of a dossier whose time has come."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.commands.incidents import unreadable, without_strangers
from service.commands.record import record_step
from service.facts import facts_of
from service.models import Dossier
from service.processes import definition_of
from workflows import engine
from workflows.definition import Definition
from workflows.errors import DiagramError, Problem, StateError
from workflows.outcome import Outcome


def wake(session: Session, dossier: Dossier, now: datetime) -> Problem | None:
    """Make the steps of a locked, running dossier whose time has come; what the engine cannot do is returned."""
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
