"""Timers that take the time from the running step. Each remembers, in its task, when it rings next."""

from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.event_definitions.timer import CycleTimerEventDefinition, TimerEventDefinition

from workflows.definition import text as written
from workflows.definition.elements import moments


class Timed:
    """Mixed into the library's timer classes, so that what it asks of their type stays true.

    Memory stands under `due` by element id, for several timers can hang on one event gateway: an ISO time, or for a
    cycle the list [next time, rings left (-1: no end), FEEL of the interval].
    """

    name: str

    def __init__(self, element: str, text: str) -> None:
        super().__init__(element, text, description="Timer")  # type: ignore[call-arg]
        self.text = text

    def check(self, memory: Any) -> None:
        """Raise ValueError or TypeError for a saved memory that is none of this timer."""
        _aware(memory)

    def memory(self, task: Any) -> Any:
        """What the timer remembers in this task, or None while it has not looked at the time."""
        return task.internal_data.get("due", {}).get(self.name)

    def remember(self, task: Any, memory: Any) -> None:
        """Keep what the timer remembers in this task."""
        task.internal_data.setdefault("due", {})[self.name] = memory

    def reset(self, task: Any) -> None:
        """Forget; the library asks when the event is over."""
        task.internal_data.pop("due", None)
        task.internal_data.pop("event_fired", None)


class Once(Timed, TimerEventDefinition):
    """Rings once, at a moment or after a while."""

    def has_fired(self, task: Any) -> bool:
        """Whether the time has come; works the time out when first asked."""
        script = task.workflow.script_engine
        if self.memory(task) is None:
            moment = moments.rings_at(self.name, self.text, script, task)
            self.remember(task, moment.isoformat())
        due = self.due(task)
        if due and due <= script.now:
            task.internal_data["event_fired"] = True
        return bool(task.internal_data.get("event_fired", False))

    def due(self, task: Any) -> datetime | None:
        """When it rings, or None before it has looked at the time."""
        memory = self.memory(task)
        return datetime.fromisoformat(memory) if memory else None


class Cycle(Timed, CycleTimerEventDefinition):
    """Rings again and again beside its activity; `R3/PT10H` three times, `R/PT10H` without end.

    Rings that were missed are one ring: a late cycle rings once, at the time of the first missed one, counts the others
    as rung, and goes on with the first that is after the step's time.
    """

    def check(self, memory: Any) -> None:
        """As `Timed.check`."""
        at, left, every = memory
        _aware(at)
        if type(left) is not int:
            raise ValueError(left)
        moments.next_ring(self.name, datetime.fromisoformat(at), every)

    def cycle_complete(self, task: Any) -> bool:
        """Whether it rings now; works the first time out when first asked."""
        script = task.workflow.script_engine
        memory = self.memory(task) or self._begun(task)
        rings = memory[1] != 0 and datetime.fromisoformat(memory[0]) <= script.now
        if rings:
            memory = _next_after(self.name, memory, script.until)
        self.remember(task, memory)
        if memory[1] == 0:
            task.internal_data["event_fired"] = True
        return bool(rings)

    def update_task(self, task: Any) -> None:
        """Start a branch at each ring: at the root, for under this task it would be cancelled with the activity."""
        if not self.cycle_complete(task):
            return
        task.workflow.script_engine.rang(task)
        for output in task.task_spec.outputs:
            if not isinstance(output, BoundaryEventJoin):
                child = task.workflow.task_tree._add_child(output, TaskState.FUTURE)
                child.triggered = True
                child.internal_data["via"] = task.task_spec.name
                output._predict(child, mask=TaskState.NOT_FINISHED_MASK)
                output._update(child)

    def due(self, task: Any) -> datetime | None:
        """When it rings next, or None when it has no rings left."""
        memory = self.memory(task)
        return datetime.fromisoformat(memory[0]) if memory and memory[1] != 0 else None

    def _begun(self, task: Any) -> list[Any]:
        script = task.workflow.script_engine
        count, every = written.cycle(self.text) or moments.cycle_of(self.name, self.text, script, task)
        first = moments.next_ring(self.name, script.now, every)
        return [first.isoformat(), int(count) if count else -1, every]


def _aware(time: str) -> None:
    if datetime.fromisoformat(time).tzinfo is None:
        raise ValueError(time)


def _next_after(element: str, memory: list[Any], until: datetime) -> list[Any]:
    at, left, every = memory
    rings, moment = moments.first_after(element, datetime.fromisoformat(at), every, until)
    return [moment.astimezone(UTC).isoformat(), max(0, left - rings) if left > 0 else left, every]
