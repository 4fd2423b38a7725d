"""SpiffWorkflow's parser, taught our reading of a diagram: its classes stay, a few of their answers change."""

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser import event_parsers as events
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway

from workflows import feel
from workflows.definition import text
from workflows.definition.elements.choices import Exclusive, Inclusive, Way
from workflows.definition.elements.events import BecomesTrue, EventGateway, FirstOf
from workflows.definition.elements.joins import ParallelJoin, inputs_reached
from workflows.definition.elements.tasks import HANDLED, HandledTask
from workflows.definition.elements.timers import Cycle, Once
from workflows.definition.safe_xml import BPMN, Element

_EVENTS = [path for name, path in vars(events).items() if name.endswith("_EVENT_XPATH")]
_NOWHERE = {"x": 0.0, "y": 0.0}


class OurReading:
    """Mixed in front of every parser of the library."""

    node: Element
    task: Any
    bpmn_id: str

    def parse_condition(self, flow: Element) -> str | None:
        """The condition without the marks of other tools, or None."""
        return text.bare(flow.findtext(f"{BPMN}conditionExpression")) or None

    def get_position(self, node: Element | None = None) -> dict[str, float]:
        """Nowhere: flows keep the order of the file, so moving a shape changes no behaviour."""
        return _NOWHERE

    def connect_outgoing(self, target: Any, flow: Element, is_default: bool) -> None:
        """Connect, and let a choosing gateway remember the flow, which the library forgets."""
        super().connect_outgoing(target, flow, is_default)  # type: ignore[misc]
        if isinstance(self.task, Exclusive | Inclusive):
            condition = None if is_default else feel.compile(self.parse_condition(flow) or "null")
            self.task.ways = (*self.task.ways, Way(str(flow.get("id")), target.name, condition))

    def get_event_definition(self, paths: list[str]) -> Any:
        """The event definition of any kind: the library overlooks a signal at an end event."""
        return super().get_event_definition(_EVENTS)  # type: ignore[misc]

    def parse_timer_event(self, event: Element) -> Any:
        """A timer of ours, known by the id of its element."""
        if (drawn := event.findtext(f"{BPMN}timeCycle")) is not None:
            return Cycle(self.bpmn_id, text.bare(drawn))
        drawn = event.findtext(f"{BPMN}timeDate") or event.findtext(f"{BPMN}timeDuration")
        return Once(self.bpmn_id, text.moment(drawn))

    def parse_conditional_event(self, event: Element) -> Any:
        """A conditional event of ours."""
        return BecomesTrue(text.bare(event.findtext(f"{BPMN}condition")))

    def get_script(self) -> str:
        """The script as FEEL."""
        return text.bare(self.node.findtext(f"{BPMN}script"))

    def parse_io_spec(self) -> None:
        """Nothing: data objects, stores and associations are drawn for the reader, our values are facts and answers."""

    def parse_incoming_data_references(self) -> list[Any]:
        """Nothing, as `parse_io_spec`."""
        return []

    parse_outgoing_data_references = parse_incoming_data_references

    def _add_multiinstance_task(self, loop: Element) -> None:
        """Nothing: a panel is one task here, which the service hands to each person on its roster."""


class OurEventGateway(OurReading, events.EventBasedGatewayParser):
    """Reads an event gateway."""

    def create_task(self) -> Any:
        """An event gateway that goes one way only."""
        return self._create_task(FirstOf())


class OurProcess(ProcessParser):
    """Reads a process, whatever its author says about being executable: bpmn.io writes "false" by default."""

    parse_io_spec = OurReading.parse_io_spec

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process_executable = True

    def add_tasks(self) -> None:
        """The elements, without the data objects the library has put into the spec."""
        self.spec.data_objects.clear()
        super().add_tasks()


def _our_parsers() -> dict[str, tuple[type, type]]:
    better = {ExclusiveGateway: Exclusive, InclusiveGateway: Inclusive, ParallelGateway: ParallelJoin}
    pairs: dict[str, tuple[type, type]] = {}
    for tag, (parser, spec) in BpmnParser.PARSER_CLASSES.items():
        pairs[tag] = type(f"Our{parser.__name__}", (OurReading, parser), {}), better.get(spec, spec)
    for name in HANDLED:
        pairs[full_tag(name)] = type("OurTaskParser", (OurReading, TaskParser), {}), HandledTask
    pairs[full_tag("eventBasedGateway")] = OurEventGateway, type("EventGateway", (EventGateway, EventBasedGateway), {})
    return pairs


class Parser(BpmnParser):
    """Reads all diagrams of one bundle."""

    OVERRIDE_PARSER_CLASSES = _our_parsers()
    PROCESS_PARSER_CLASS = OurProcess

    def specs(self, key: str) -> tuple[Any, dict[str, Any]]:
        """The process that starts, and everything it contains or calls by id."""
        spec = self.get_spec(key)
        parts = self.get_subprocess_specs(key)
        for part in (spec, *parts.values()):
            for element in part.task_specs.values():
                if isinstance(element, Inclusive):
                    element.reached_from = inputs_reached(element)
        return spec, parts

    def _add_data_stores(self, root: etree._Element) -> None:
        """Nothing, as `OurReading.parse_io_spec`."""

    def _add_correlations(self, root: etree._Element) -> None:
        """Nothing: messages are told apart by name, and a correlation's expression would be Python."""
