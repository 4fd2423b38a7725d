"""What the engine could not do: recorded with the old state kept, never a silent freeze."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor, Seat
from service.models import Dossier, Incident, WorkItem
from workflows.errors import Problem, WorkflowError, msg
from workflows.outcome import Outcome

_STRANGER = msg("The roster of {element} names {person}, who is no person here.")
_FAILED = {
    permissions.TIMER: msg("A deadline passed, but the step it calls for failed: {reason}."),
    permissions.UNREMINDED: msg("Nobody could be reminded of what is due: {reason}."),
    permissions.UNTOLD: msg("Nobody could be told what happened last: {reason}."),
}
_UNREADABLE = msg("The dossier's saved state cannot be continued.")
"""Why in detail, in the engine's own words, stands among the values: readers of the page need not know."""
_STILL_OPEN = select(WorkItem.id).where(
    WorkItem.dossier_id == bindparam("dossier"), WorkItem.closed_at.is_(None), WorkItem.id != bindparam("done")
)
_RESOLVE = (
    update(Incident)
    .where(
        Incident.dossier_id == bindparam("dossier"),
        Incident.resolved_at.is_(None),
        or_(Incident.work_item_id.is_(None), Incident.work_item_id.not_in(_STILL_OPEN)),
    )
    .values(resolved_at=bindparam("now"), resolved_by_id=bindparam("by"))
    .execution_options(synchronize_session=False)
)


def raise_incident(
    session: Session,
    dossier: Dossier,
    problem: Problem,
    *,
    item: WorkItem | None = None,
    actor: Actor | None,
    seat: Seat | None = None,
    now: datetime,
) -> Incident:
    """Record on a dossier, which stays as it was, why a step could not be made."""
    incident = _incident(dossier, problem, item, now)
    session.add(incident)
    dossier.incidents_open += 1
    detail = {name: getattr(incident, name) for name in ("rule", "element", "message", "values")}
    events.note(session, dossier, "incident_raised", detail, actor=actor, seat=seat, at=now)
    return incident


def resolve(session: Session, dossier: Dossier, item: WorkItem | None, actor: Actor | None, now: datetime) -> int:
    """Resolve what the step just made leaves behind, and say how many that were; no statement when there is nothing.

    `item` is the one the step completed. What concerns another task that is still open stays.
    """
    if not dossier.incidents_open:
        return 0
    who = {"dossier": dossier.id, "done": item.id if item else dossier.id, "by": actor.id if actor else None}
    resolved = session.connection().execute(_RESOLVE, {**who, "now": now}).rowcount
    dossier.incidents_open -= resolved
    return resolved


def unreadable(state: bytes, element: str | None, error: WorkflowError) -> Outcome:
    """A state that cannot be continued, told as a step that could not be made."""
    return Outcome(state, problems=(Problem("state", _UNREADABLE, element, values={"reason": str(error)}),))


def failed(rule: str, error: Exception) -> Problem:
    """What nobody foresaw: it names the kind of error, never what the error says, which may quote a dossier."""
    return Problem(rule, _FAILED[rule], values={"reason": type(error).__name__})


def without_strangers(state: bytes, outcome: Outcome) -> Outcome:
    """The outcome, unless a panel it opens names somebody who is no person here: then a step that could not be made."""
    for task in outcome.opened:
        for person in task.roster or ():
            if not _is_id(person):
                values = {"person": person, "element": task.element}
                return Outcome(state, problems=(Problem("roster", _STRANGER, task.element, values=values),))
    return outcome


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _incident(dossier: Dossier, problem: Problem, item: WorkItem | None, now: datetime) -> Incident:
    values = {name: value if isinstance(value, int) else str(value) for name, value in problem.values.items()}
    return Incident(
        dossier_id=dossier.id,
        work_item_id=item.id if item else None,
        rule=problem.rule[:60],
        element=problem.element or (item.element if item else None),
        message=problem.message[:1000],
        values=values,
        raised_at=now,
    )
