"""Trying again what held a dossier up, once its cause is mended; nobody decides anything here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import deadlines, events, permissions
from service.actors import Actor
from service.commands.administering import require_administrator
from service.commands.locking import Held, find_dossier, find_item
from service.commands.opening import unattended
from service.commands.waking import wake
from service.errors import Conflict, NotFound, Reason, Refused
from service.facts import facts_of
from service.models import Dossier, Incident
from service.processes import definition_of
from workflows.errors import msg

_RESOLVED = Reason("resolved", msg("This is resolved already."))
_BY_ITS_DOER = Reason("by_its_doer", msg("Whoever has the task sends it again; nobody else can."))
_BY_ITSELF = Reason("by_itself", msg("The worker tries this again by itself; nobody need do it by hand."))
_STILL = msg("It is not mended yet: {reason}")


def retry_incident(session: Session, actor: Actor, incident_id: UUID, *, now: datetime) -> Dossier:
    """Make the step that failed, or look again whether somebody may act and a deadline is known.

    Raises NotAllowed, NotFound, Conflict (resolved meanwhile) or Refused (suspended, not mended yet, not to be tried
    by anybody but whoever has the task); nothing is changed then.
    """
    require_administrator(actor)
    held = _locked(session, incident_id)
    dossier = held.dossier if isinstance(held, Held) else held
    incident, by_somebody = _read(session, incident_id)
    if incident.resolved_at is not None:
        raise Conflict(_RESOLVED, who=None, at=incident.resolved_at, dossier_code=dossier.code)
    if still := permissions.standing(dossier):
        raise Refused(still)
    if not permissions.can_be_tried(incident, by_somebody=by_somebody):
        raise Refused(_BY_ITSELF if incident.rule in permissions.BY_ITSELF else _BY_ITS_DOER)
    if reason := _try(session, held, incident, now):
        raise Refused(Reason("still", _STILL, {"reason": reason}))
    _resolve(session, dossier, incident, actor, now)
    return dossier


def _locked(session: Session, incident_id: UUID) -> Held | Dossier:
    """What the incident is on, locked; the incident is read again after that. Raises NotFound."""
    place = select(Incident.dossier_id, Incident.work_item_id).where(Incident.id == incident_id)
    dossier_id, item_id = session.execute(place).one_or_none() or (None, None)
    if dossier_id is None:
        raise NotFound(str(incident_id))
    return find_item(session, item_id) if item_id else find_dossier(session, dossier_id)


def _read(session: Session, incident_id: UUID) -> tuple[Incident, bool]:
    found = select(Incident, permissions.came_of_an_act()).where(Incident.id == incident_id)
    incident, by_somebody = session.execute(found.with_for_update(of=Incident)).one()
    return incident, by_somebody


def _try(session: Session, held: Held | Dossier, incident: Incident, now: datetime) -> Reason | None:
    """Why it still cannot go on."""
    if isinstance(held, Dossier):
        problem = wake(session, held, now)
        return Reason(problem.rule, problem.message, problem.values) if problem else None
    if incident.rule == permissions.NOBODY:
        free = held.item.closed_at is None and held.item.assignee_id is None
        alone = free and unattended(session, held.dossier, [held.item], held.exclusions, now)
        return Reason(incident.rule, incident.message, incident.values) if alone else None
    node = definition_of(session, held.dossier).graph.nodes[held.item.element]
    missing = deadlines.missing(node, facts_of(session, held.dossier, now=now))
    return Reason(incident.rule, incident.message, {**incident.values, "missing": missing}) if missing else None


def _resolve(session: Session, dossier: Dossier, incident: Incident, actor: Actor, now: datetime) -> None:
    """A step that was made has resolved it already; the event says who had it tried."""
    session.refresh(incident)
    if incident.resolved_at is None:
        incident.resolved_at, incident.resolved_by_id = now, actor.id
        dossier.incidents_open -= 1
    detail = {"rule": incident.rule, "element": incident.element}
    events.note(session, dossier, "incident_resolved", detail, actor=actor, at=now)
