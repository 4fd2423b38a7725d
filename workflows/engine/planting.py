"""Putting saved tokens on the shared specification; the library then predicts what follows them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from workflows.definition.elements.events import definitions_of
from workflows.definition.elements.joins import CountsTokens
from workflows.engine.path import Token
from workflows.errors import StateError

_PARTS = frozenset({"at", "id", "via", "due", "inside"})


def plant(part: Any, tokens: Sequence[Mapping[str, Any]]) -> None:
    """Put tokens under the root of a path or of what is inside an activity; raises StateError on what cannot be."""
    part.task_tree = Token(part, part.spec.start, state=TaskState.COMPLETED)
    for saved in tokens:
        if "ring" in saved:
            _plant_ring(part, saved["ring"])
        else:
            _plant_one(part, saved, part.task_tree)


def _plant_ring(part: Any, ring: Sequence[Mapping[str, Any]]) -> None:
    split = part.spec.task_specs[f"{ring[0]['at']}.BoundaryEventSplit"]
    task = _put(part, split, part.task_tree, TaskState.COMPLETED)
    for saved in ring:
        _plant_one(part, saved, task)


def _plant_one(part: Any, saved: Mapping[str, Any], parent: Token) -> None:
    spec = part.spec.task_specs[saved["at"]]
    known = UUID(hex=saved["id"]) if spec.manual else None
    if not saved.keys() <= _PARTS or known in part.top_workflow.tasks:
        raise StateError(f"the token at {spec.name} is damaged")
    task = _put(part, spec, parent, _state(spec), known)
    _recall(task, saved)
    spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    if isinstance(spec, CatchingEvent):
        part.top_workflow.event_manager.add_task(task)
    if isinstance(spec, SubWorkflowTask):
        inside = part.top_workflow.attach(task)
        inside.completed_event.connect(spec._on_subworkflow_completed, task)
        plant(inside, saved["inside"])


def _put(part: Any, spec: Any, parent: Token, state: int, known: UUID | None = None) -> Token:
    task = Token(part, spec, parent, state=state, id=known)
    task.triggered = True  # the library then leaves it alone when it reads its parent's outputs again
    return task


def _state(spec: Any) -> Any:
    """At rest the element says in which state its token is."""
    if spec.manual:
        return TaskState.READY
    if isinstance(spec, SubWorkflowTask):
        return TaskState.STARTED
    if isinstance(spec, CatchingEvent | CountsTokens) and not isinstance(spec, BoundaryEventSplit):
        return TaskState.WAITING
    raise StateError(f"no token can rest at {spec.name}")


def _recall(task: Token, saved: Mapping[str, Any]) -> None:
    if isinstance(task.task_spec, CountsTokens):
        if saved["via"] not in task.task_spec._inputs:
            raise StateError(f"no flow leads from {saved['via']} to {task.task_spec.name}")
        task.internal_data["via"] = saved["via"]
    if "due" in saved:
        timers = {event.name: event for event in definitions_of(task.task_spec) if hasattr(event, "due")}
        for name, memory in saved["due"].items():
            timers[name].check(memory)
        task.internal_data["due"] = dict(saved["due"])
