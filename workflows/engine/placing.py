"""Tokens at named elements, as if the path had come there by itself."""

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from workflows.engine.path import Path, Token
from workflows.engine.step import look_again
from workflows.errors import CannotGoOn, Problem, msg


def place(path: Path, places: Sequence[tuple[str, ...]]) -> None:
    """Put a token at each place; raises CannotGoOn for a place the diagram does not have."""
    _fill(path, places)
    look_again(path)


def _fill(part: Any, places: Sequence[tuple[str, ...]]) -> None:
    if not places:
        raise CannotGoOn(_nowhere(""))
    part.task_tree = Token(part, part.spec.start, state=TaskState.COMPLETED)
    around: dict[str, list[tuple[str, ...]]] = {}
    for name, *inner in places:
        if inner:
            around.setdefault(name, []).append(tuple(inner))
        else:
            _put_leaf(part, name)
    for name, inner_places in around.items():
        _put_around(part, name, inner_places)


def _put_leaf(part: Any, name: str) -> None:
    spec = _spec(part, name)
    task = _put(part, spec)
    if spec.manual or not isinstance(spec, CatchingEvent | SubWorkflowTask):
        task._set_state(TaskState.READY)
    else:
        spec._update(task)


def _put_around(part: Any, name: str, places: Sequence[tuple[str, ...]]) -> None:
    spec = _spec(part, name)
    if not isinstance(spec, SubWorkflowTask):
        raise CannotGoOn(_nowhere(f"{name} > {places[0][0]}"))
    task = _put(part, spec)
    task._set_state(TaskState.STARTED)
    inside = part.top_workflow.attach(task)
    inside.completed_event.connect(spec._on_subworkflow_completed, task)
    _fill(inside, places)


def _spec(part: Any, name: str) -> Any:
    spec = part.spec.task_specs.get(name)
    if spec is None or spec.bpmn_id is None or isinstance(spec, BoundaryEvent):
        raise CannotGoOn(_nowhere(name))
    return spec


def _put(part: Any, spec: Any) -> Token:
    """The token, beside it the boundary events of its element, listening."""
    split = part.spec.task_specs.get(f"{spec.name}.BoundaryEventSplit")
    parent = _new(part, split, part.task_tree, TaskState.COMPLETED) if split else part.task_tree
    task = _new(part, spec, parent, TaskState.FUTURE)
    spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    for event in split.outputs if split else ():
        if isinstance(event, BoundaryEvent):
            listening = _new(part, event, parent, TaskState.WAITING)
            event._predict(listening, mask=TaskState.NOT_FINISHED_MASK)
            part.top_workflow.event_manager.add_task(listening)
    return task


def _new(part: Any, spec: Any, parent: Token, state: int) -> Token:
    task = Token(part, spec, parent, state=state)
    task.triggered = True
    return task


def _nowhere(place: str) -> Problem:
    message = msg("No token can be placed at {place}.")
    return Problem("place", message, None, msg("Name an element of the diagram."), {"place": place})
