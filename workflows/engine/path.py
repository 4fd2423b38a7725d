"""A dossier's path while a step is made: SpiffWorkflow's workflow, kept light and told where events go."""

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task

from workflows.definition.elements.joins import ACTIVE
from workflows.engine.script import Script
from workflows.errors import CannotGoOn, Problem, msg

_COMES_AGAIN = (SignalEventDefinition, EscalationEventDefinition, MessageEventDefinition)

STEP_LIMIT = 100
"""Elements passed between two rings of timers; a longer way is a loop without a wait."""

LATE_LIMIT = 400
"""Elements passed in one step, with all the timers that ring in it. The library does not see deeper than 1000."""


class Token(Task):
    """A task of the library without what we never use: log lines, and data copied from task to task."""

    def _set_state(self, value: int) -> None:
        self._state = value

    def _inherit_data(self) -> None:
        pass

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> "Token":
        task = Token(self.workflow, task_spec, self, state=state)
        if state == TaskState.READY:
            task._ready()
        return task


class _Part:
    """What the whole path and a part of it (sub-process, called process) have in common."""

    tasks: dict[Any, Any]
    spec: Any

    def begin(self) -> None:
        """Put the first token at the start."""
        self.task_tree = Token(self, self.spec.start, state=TaskState.FUTURE)
        self.task_tree.task_spec._predict(self.task_tree, mask=TaskState.NOT_FINISHED_MASK)
        self.task_tree._ready()

    def update_waiting_tasks(self) -> None:
        """Let everything that waits look again; called by the library after each element."""
        for task in [task for task in self.tasks.values() if task.state == TaskState.WAITING]:
            if task.state == TaskState.WAITING:
                task.task_spec._update(task)


class Inside(_Part, BpmnSubWorkflow):
    """What runs inside a sub-process or call activity."""


class Path(_Part, BpmnWorkflow):
    """A whole path; `script_engine` is the step's Script."""

    def __init__(self, definition: Any, script: Script) -> None:
        super().__init__(definition.spec, definition.parts, script_engine=script, deserializing=True)
        self.passed = self.passed_since_ring = 0
        self.running: str | None = None

    def create_subprocess(self, my_task: Any, spec_name: str) -> Inside:
        """Begin what is inside an activity; the library calls it."""
        inside = self.attach(my_task)
        inside.begin()
        return inside

    def attach(self, task: Any) -> Inside:
        """Give an activity its inside, still empty."""
        inside = Inside(self.subprocess_specs[task.task_spec.spec], task.id, self, deserializing=True)
        self.subprocesses[task.id] = inside
        return inside

    def parts(self) -> Iterator[Any]:
        """The path and what runs inside it, outermost first."""
        yield self
        yield from sorted((part for part in self.subprocesses.values() if not part.completed), key=_depth)

    def everywhere(self) -> Iterator[Any]:
        """All tasks of the path and of what runs inside it."""
        for part in self.parts():
            yield from list(part.tasks.values())

    def run(self, task: Any) -> None:
        """Let one task happen, and write down that it was passed."""
        self.running = task.task_spec.bpmn_id
        self._count(self.running)
        task.run()
        if not hasattr(getattr(task.task_spec, "event_definition", None), "cycle_complete"):  # it was told when it rang
            self.script_engine.passed(task)
        if isinstance(task.task_spec, BoundaryEvent):
            self._listen_again(task)

    def refresh_timers(self) -> None:
        """Nothing: the step rings timers one by one."""

    def catch(self, event: Any) -> None:
        """Bring a thrown event to who waits; an error or escalation climbs from activity to activity around it."""
        if event.target is None:
            super().catch(event)
        elif not isinstance(event.event_definition, TerminateEventDefinition):
            self._climb(event)

    def _count(self, element: str | None) -> None:
        self.passed += element is not None
        self.passed_since_ring += element is not None
        if self.passed_since_ring > STEP_LIMIT or self.passed > LATE_LIMIT:
            raise CannotGoOn(_too_long(element, self.passed))

    def _listen_again(self, event: Any) -> None:
        """A signal, message or escalation beside a running activity may come again; the library hears it once."""
        spec, ring = event.task_spec, event.parent
        running = any(
            task.has_state(ACTIVE) and not isinstance(task.task_spec, BoundaryEvent) for task in ring.children
        )
        if running and not spec.cancel_activity and isinstance(spec.event_definition, _COMES_AGAIN):
            again = Token(event.workflow, spec, ring, state=TaskState.WAITING)
            again.triggered = True
            spec._predict(again, mask=TaskState.NOT_FINISHED_MASK)
            self.event_manager.add_task(again)

    def _climb(self, event: Any) -> None:
        inside = event.target
        while inside.parent_task_id is not None:
            activity = self.get_task_from_id(inside.parent_task_id)
            listening = [task for task in _beside(activity) if task.task_spec.catches(task, event)]
            for task in listening:
                task.task_spec.catch(task, event)
                task.task_spec._update(task)
            if listening:
                return
            inside = activity.workflow
        if isinstance(event.event_definition, ErrorEventDefinition):
            raise CannotGoOn(_uncaught(event.event_definition, self.running))


def _depth(part: Any) -> int:
    return int(part.depth)


def _beside(activity: Any) -> list[Any]:
    """The boundary events that listen at an activity."""
    ring = activity.parent.children if activity.parent else []
    return [task for task in ring if task is not activity and task.state == TaskState.WAITING]


def _too_long(element: str | None, passed: int) -> Problem:
    message = msg("One step passes {passed} elements and more: there is a loop without a task to wait at.")
    return Problem("step-limit", message, element, msg("Draw a task in the loop."), {"passed": passed})


def _uncaught(definition: Any, element: str | None) -> Problem:
    values: Mapping[str, Any] = {"error": definition.code or definition.name}
    remedy = msg("Draw an error boundary event on an activity around it.")
    return Problem("uncaught-error", msg("The error {error} is caught nowhere."), element, remedy, values)
