"""Joins that count the tokens waiting now; the library's look back into history and fire early in loops."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, ParallelGateway

ACTIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class CountsTokens:
    """Fires when the oldest token of each flow together are enough; later tokens stay for the next round.

    `via` in a token's memory is the element it came from: between two elements there is at most one flow.
    """

    name: str
    _inputs: list[str]

    def _update_hook(self, task: Any) -> bool:
        via = task.internal_data.setdefault("via", task.parent.task_spec.name)
        here = self._oldest_by_flow(task)
        if here[via] is not task or not self.is_enough(task, here):
            task._set_state(TaskState.WAITING)
            return False
        for other in here.values():
            if other is not task:
                other.cancel()
        return True

    def is_enough(self, task: Any, here: Mapping[str, Any]) -> bool:
        """Whether the tokens `here`, by the element they came from, let the join fire."""
        raise NotImplementedError

    def _oldest_by_flow(self, task: Any) -> dict[str, Any]:
        here: dict[str, Any] = {}
        for other in task.workflow.tasks.values():
            if other is task or (other.task_spec is self and other.state == TaskState.WAITING):
                here.setdefault(other.internal_data["via"], other)
        return here


class ParallelJoin(CountsTokens, ParallelGateway):
    """A parallel gateway: one token from every incoming flow."""

    def is_enough(self, task: Any, here: Mapping[str, Any]) -> bool:
        """Whether every incoming flow has a token."""
        return len(here) >= len(self._inputs)

    def _run_hook(self, task: Any) -> bool:
        return True


def may_still_come(task: Any, join: Any, here: Mapping[str, Any]) -> bool:
    """Whether a moving token can reach an empty flow of `join` and none that has its token (BPMN 13.4.3)."""
    missing = set(join._inputs) - here.keys()
    return bool(missing) and any(
        reach & missing and not reach & here.keys()
        for reach in (_reach(other, join) for other in task.workflow.tasks.values() if _moves(other, join))
    )


def _moves(task: Any, join: Any) -> bool:
    if task.task_spec is join or _listens_beside_an_activity(task):
        return False
    # A fork updates its branches one by one: those after the first are still FUTURE while the first one moves.
    begins = task.state == TaskState.FUTURE and task.parent and task.parent.has_state(TaskState.FINISHED_MASK)
    return bool(task.has_state(ACTIVE) or begins)


def _listens_beside_an_activity(task: Any) -> bool:
    return task.state == TaskState.WAITING and isinstance(task.task_spec, BoundaryEvent)


def _reach(task: Any, join: Any) -> frozenset[str]:
    at = (
        task.parent.task_spec
        if task.parent and isinstance(task.parent.task_spec, BoundaryEventSplit)
        else task.task_spec
    )
    found: frozenset[str] = join.reached_from.get(at.name, frozenset())
    return found


def inputs_reached(join: Any) -> dict[str, frozenset[str]]:
    """By element, the incoming flows of `join` (by source) that a token there can still come through."""
    found: dict[str, set[str]] = {}
    for entry in join.inputs:
        todo = [entry]
        while todo:
            spec = todo.pop()
            reached = found.setdefault(spec.name, set())
            if spec is not join and entry.name not in reached:
                reached.add(entry.name)
                todo += spec.inputs
    return {name: frozenset(reached) for name, reached in found.items()}
