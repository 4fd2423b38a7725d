"""One step: overdue timers ring, something happens, tokens move until only people, clocks and messages can go on."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.defaults import EndEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException

from workflows import feel
from workflows.engine import tokens
from workflows.engine.path import Path
from workflows.engine.script import around
from workflows.engine.signals import names_sent
from workflows.errors import CannotGoOn, Problem, msg
from workflows.outcome import ClosedTask, OpenTask, Outcome


def take(path: Path, state: bytes, act: Callable[[], object], *, overdue_first: bool = True) -> Outcome:
    """Make the step and say what happened; a step that cannot be made gives the problem and the old state."""
    before = open_in(path)
    try:
        if overdue_first:
            _settle(path)
        act()
        _settle(path)
        return _outcome(path, before)
    except CannotGoOn as error:
        return Outcome(state, problems=(error.problem,))
    except SpiffWorkflowException as error:
        message = msg("The engine cannot go on: {reason}.")
        return Outcome(state, problems=(Problem("engine", message, values={"reason": str(error)}),))


def open_in(path: Path) -> dict[str, Any]:
    """The open tasks by id."""
    return {task.id.hex: task for task in path.everywhere() if task.state == TaskState.READY and task.task_spec.manual}


def shown(task: Any, roster: tuple[str, ...] = ()) -> OpenTask:
    """An open task as the outside sees it."""
    element = task.task_spec.bpmn_id
    outer = tuple(activity.task_spec.bpmn_id for activity in around(task))[::-1]
    panel = task.workflow.top_workflow.script_engine.definition.graph.nodes[element].panel
    return OpenTask(task.id.hex, element, outer, roster if panel else None)


def look_again(path: Path) -> None:
    """Conditions look at the facts, new timers work out when they ring."""
    for task in list(path.event_manager.tasks.values()):
        if task.state == TaskState.WAITING and _due(task) is None:
            task.task_spec._update(task)


def _settle(path: Path) -> None:
    """Move every token as far as it goes, ringing the timers that are due one by one, at their own time."""
    script = path.script_engine
    _advance(path)
    task, due = _first_due(path)
    while due is not None and due <= script.until and not path.completed:
        script.now = due
        path.passed_since_ring = 0
        task.task_spec._update(task)
        _advance(path)
        task, due = _first_due(path)
    script.now = script.until


def _advance(path: Path) -> None:
    while ready := [t for t in path.everywhere() if t.state == TaskState.READY and not t.task_spec.manual]:
        for task in ready:
            if task.state == TaskState.READY:
                path.run(task)


def _due(task: Any) -> datetime | None:
    definition = task.task_spec.event_definition
    return definition.due(task) if hasattr(definition, "due") else None


def _first_due(path: Path) -> tuple[Any, datetime | None]:
    waiting = [task for task in path.event_manager.tasks.values() if task.state == TaskState.WAITING]
    dues = [(task, due) for task in waiting if (due := _due(task))]
    return min(dues, key=lambda pair: (pair[1], getattr(pair[0].workflow, "depth", 0)), default=(None, None))


def _outcome(path: Path, before: Mapping[str, Any]) -> Outcome:
    after = open_in(path)
    script = path.script_engine
    if not (path.completed or after or _listens(path)):
        raise CannotGoOn(_stuck(path))
    return Outcome(
        state=tokens.dump(path),
        opened=tuple(shown(task, _roster(task)) for name, task in after.items() if name not in before),
        closed=tuple(ClosedTask(n, task.task_spec.bpmn_id) for n, task in before.items() if n not in after),
        walked=tuple(script.trace.walked),
        decisions=tuple(script.trace.decisions),
        values=script.trace.values,
        end=_end(path),
        sent=names_sent(path),
        wake_at=None if path.completed else _first_due(path)[1],
    )


def _listens(path: Path) -> bool:
    return any(task.state == TaskState.WAITING for task in path.event_manager.tasks.values())


def _end(path: Path) -> str | None:
    if not path.completed:
        return None
    ends = {name for name, spec in path.spec.task_specs.items() if isinstance(spec, EndEvent)}
    return next((name for name in reversed(path.script_engine.trace.walked) if name in ends), "cancelled")


def _roster(task: Any) -> tuple[str, ...]:
    """The people of a panel that opens; raises CannotGoOn when the diagram names none."""
    script = task.workflow.script_engine
    element = task.task_spec.bpmn_id
    panel = script.definition.graph.nodes[element].panel
    if panel is None:
        return ()
    people, seen = script.reading(task, panel.roster)
    people = feel.plain(people)
    if not isinstance(people, list) or not people or not all(isinstance(person, str) for person in people):
        missing = ", ".join(name for name, value in seen.items() if value is None)
        message = msg("The roster of {element} names nobody ({roster}).")
        values = {"element": element, "roster": panel.roster, "missing": missing}
        raise CannotGoOn(Problem("roster", message, element, msg("Enter who is to answer."), values))
    return tuple(people)


def _stuck(path: Path) -> Problem:
    at = sorted(
        {t.task_spec.bpmn_id for t in path.everywhere() if t.state == TaskState.WAITING and t.task_spec.bpmn_id}
    )
    message = msg("Nothing can go on: tokens wait at {elements} for others that cannot come.")
    return Problem("stuck", message, at[0] if at else None, values={"elements": ", ".join(at)})
