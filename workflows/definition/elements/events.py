"""Events that wait for one of several things, or for a fact to become true."""

from datetime import datetime
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition


def definitions_of(spec: Any) -> list[Any]:
    """What an event or event gateway waits for."""
    definition = spec.event_definition
    return getattr(definition, "event_definitions", None) or [definition]


class BecomesTrue(ConditionalEventDefinition):
    """Waits until its condition is true; it looks when the dossier moves or is woken. Unknown is not true."""

    def has_fired(self, task: Any) -> bool:
        """Whether the condition holds now."""
        return task.workflow.script_engine.evaluate(task, self.expression) is True


class FirstOf(MultipleEventDefinition):
    """What an event gateway waits for: the first of its events; of two timers due together the one drawn first."""

    def has_fired(self, task: Any) -> bool:
        """Whether one of the events has come; every timer works its time out when first asked."""
        seen = task.internal_data.setdefault("seen_events", [])
        if not seen and (rung := [timer for timer in self.timers if timer.has_fired(task)]):
            seen.append(BpmnEvent(min(rung, key=lambda timer: timer.due(task))))
        return bool(seen)

    def due(self, task: Any) -> datetime | None:
        """When the first of the timers rings."""
        return min((due for timer in self.timers if (due := timer.due(task))), default=None)

    @property
    def timers(self) -> list[Any]:
        """Those of the events that are timers."""
        return [event for event in self.event_definitions if hasattr(event, "due")]


class EventGateway(EventBasedGateway):
    """Goes the way of the event that came first, and only that one."""

    def _run_hook(self, task: Any) -> bool:
        event = task.internal_data["seen_events"][0].event_definition
        chosen = self.outputs[self.event_definition.event_definitions.index(event)]
        task._sync_children([chosen], TaskState.FUTURE)
        for child in task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True
