"""What held a dossier up, and whether trying it again is for an administrator or for whoever has the task."""

from sqlalchemy import ColumnElement, exists

from service.models import Event, Incident

NOBODY = "nobody_may_act"
"""The rule of an incident whose task waits for people who are not there."""
UNDATED = "no_due_date"
"""The rule of an incident whose task's deadline stands nowhere."""
TIMER, UNREMINDED, UNTOLD = "timer", "unreminded", "untold"
"""The rules of incidents whose cause nobody foresaw: a timer could not ring, people could not be reminded or told."""
BY_ITSELF = (UNREMINDED, UNTOLD)
"""Those that hold up no step: the worker tries again by itself, and resolves them when it goes."""


def can_be_tried(incident: Incident, *, by_somebody: bool) -> bool:
    """Whether an administrator may have it tried again: nobody's decision is in it.

    `by_somebody`: it came of a person's act, which is theirs to repeat.
    """
    if incident.rule in BY_ITSELF:
        return False
    return incident.rule in (NOBODY, UNDATED) or (incident.work_item_id is None and not by_somebody)


def came_of_an_act() -> ColumnElement[bool]:
    """Whether the incident of a query came of a person's act rather than of the clock."""
    return exists().where(
        Event.dossier_id == Incident.dossier_id,
        Event.kind == "incident_raised",
        Event.at == Incident.raised_at,
        Event.actor_id.is_not(None),
    )
