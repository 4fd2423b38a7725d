"""Withdrawing a dossier."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.commands.incidents import raise_incident, unreadable
from service.commands.locking import find_dossier
from service.commands.record import record_step
from service.errors import ENDED, SUSPENDED, NotAllowed, Reason, Refused
from service.facts import facts_of
from service.models import Dossier, Incident
from service.processes import definition_of
from service.text import tidy
from workflows import engine
from workflows.definition import Definition
from workflows.errors import NotOpen, StateError, msg
from workflows.outcome import Outcome

_NO_REASON = Reason("no_reason", msg("Say why the dossier is withdrawn."))


def withdraw_dossier(
    session: Session, actor: Actor, dossier_id: UUID, reason: str, *, now: datetime
) -> Dossier | Incident:
    """End a dossier at the unit's own wish; an incident when the engine cannot.

    Raises NotFound, NotAllowed (not the unit's head, the nominee, too late) or Refused (suspended, ended, no reason).
    """
    dossier = find_dossier(session, dossier_id, actor)
    definition = definition_of(session, dossier)
    exclusions = permissions.exclusions_of(session, dossier.id)
    if refusal := permissions.why_not_withdraw(session, actor, dossier, definition, exclusions):
        raise Refused(refusal) if refusal in (SUSPENDED, ENDED) else NotAllowed(refusal)
    reason = tidy(reason)
    if not reason:
        raise Refused(_NO_REASON)
    outcome = _cancelled(session, dossier, definition, now)
    seat = permissions.withdrawing_seat(actor, dossier, exclusions)
    if outcome.problems:
        return raise_incident(session, dossier, outcome.problems[0], actor=actor, seat=seat, now=now)
    record_step(
        session,
        dossier,
        definition,
        outcome,
        kind="dossier_withdrawn",
        detail={"reason": reason},
        actor=actor,
        seat=seat,
        now=now,
        exclusions=exclusions,
    )
    return dossier


def _cancelled(session: Session, dossier: Dossier, definition: Definition, now: datetime) -> Outcome:
    try:
        return engine.cancel(definition, dossier.state, facts_of(session, dossier, now=now), now=now)
    except (NotOpen, StateError) as error:
        return unreadable(dossier.state, None, error)
