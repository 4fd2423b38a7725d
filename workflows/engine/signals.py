"""Signals and messages: those that come from outside, and those a step sent."""

from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition

from workflows.definition.elements.events import definitions_of
from workflows.engine.path import Path
from workflows.errors import NobodyWaits

_NAMED = (SignalEventDefinition, MessageEventDefinition)


def send(path: Path, name: str) -> None:
    """Tell all that wait for this name; raises NobodyWaits."""
    waiting = (event for task in path.event_manager.tasks.values() for event in definitions_of(task.task_spec))
    heard = {type(event): event for event in waiting if isinstance(event, _NAMED) and event.name == name}
    if not heard:
        raise NobodyWaits(f"nothing waits for {name!r}")
    for event in heard.values():
        path.send_event(BpmnEvent(event))


def names_sent(path: Path) -> tuple[str, ...]:
    """The names of the signals and messages the step threw and nothing inside caught."""
    thrown = (event.event_definition for event in path.get_events())
    return tuple(event.name for event in thrown if isinstance(event, _NAMED))
