"""What the engine could not do: recorded with the old state kept, never a silent freeze."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.actors import Actor, Seat
from service.models import Dossier, Incident, WorkItem
from workflows.errors import Problem, WorkflowError, msg
from workflows.outcome import Outcome

_STRANGER = msg("The roster of {element} names {person}, who is no person here.")
_UNREADABLE = msg("The saved state cannot be continued: {reason}.")


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
    detail = {name: getattr(incident, name) for name in ("rule", "element", "message", "values")}
    events.note(session, dossier, "incident_raised", detail, actor=actor, seat=seat, at=now)
    return incident


def unreadable(state: bytes, element: str | None, error: WorkflowError) -> Outcome:
    """A state that cannot be continued, told as a step that could not be made."""
    return Outcome(state, problems=(Problem("state", _UNREADABLE, element, values={"reason": str(error)}),))


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
