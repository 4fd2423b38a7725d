"""Where a dossier stands after a step: stage, status, clock."""

from datetime import datetime
from typing import Any

from service import deadlines
from service.clock import local_date
from service.models import Dossier, Scope, Status, WorkItem
from workflows.definition import Definition
from workflows.graph import Node
from workflows.outcome import Outcome

CANCELLED = "cancelled"
WITHDRAWN = "withdrawn"


def move(
    dossier: Dossier, definition: Definition, outcome: Outcome, item: WorkItem | None, now: datetime
) -> dict[str, Any]:
    """Move the dossier to where the outcome leaves it, and say for the event what became of its clock."""
    nodes = [definition.graph.nodes[task.element] for task in outcome.opened]
    if outcome.end is not None:
        dossier.status, dossier.ended_at, dossier.wake_at = Status.ENDED, now, None
        dossier.stage = WITHDRAWN if outcome.end == CANCELLED else outcome.end
    elif nodes:
        dossier.stage = nodes[0].id
    if dossier.submitted_at is None and any(node.scope != Scope.UNIT for node in nodes):
        dossier.submitted_at = now
    return _clock(dossier, nodes, item, now)


def _clock(dossier: Dossier, nodes: list[Node], item: WorkItem | None, now: datetime) -> dict[str, Any]:
    """The clock stands still during the tasks that say so; the stage that asked gets back the days it had left."""
    today = local_date(now)
    if any(node.stops_clock for node in nodes):
        return {} if dossier.clock_stopped_on else _stop(dossier, item, now)
    if dossier.clock_stopped_on is None or not (nodes or dossier.status == Status.ENDED):
        return {}
    days = deadlines.working_days_left(due=today, today=dossier.clock_stopped_on)
    dossier.clock_stopped_on = dossier.clock_left = dossier.clock_element = None
    return {"clock": "started", "clock_days": days}


def _stop(dossier: Dossier, item: WorkItem | None, now: datetime) -> dict[str, Any]:
    dossier.clock_stopped_on = local_date(now)
    dossier.returns += 1
    if item is not None:
        dossier.clock_element = item.element
        dossier.clock_left = deadlines.working_days_left(item.due_on, local_date(now))
    return {"clock": "stopped", "clock_left": dossier.clock_left}
