"""From the elements of the diagrams to the plain graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workflows.definition import text, words
from workflows.definition.safe_xml import BPMN, Element, kind
from workflows.graph import Flow, Graph, Lane, Node

FLOW_NODES = frozenset(
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent task userTask manualTask "
    "serviceTask businessRuleTask sendTask receiveTask scriptTask callActivity subProcess exclusiveGateway "
    "parallelGateway inclusiveGateway eventBasedGateway".split()
)
ACTIVITIES = frozenset(name for name in FLOW_NODES if name.endswith(("ask", "Activity", "Process")))


def processes_of(roots: Iterable[Element]) -> list[Element]:
    """The process elements of all diagrams, in order."""
    return [process for root in roots for process in root.iter(f"{BPMN}process")]


def scopes_of(process: Element) -> list[Element]:
    """The process and every sub-process in it, outermost first."""
    return [process, *process.iter(f"{BPMN}subProcess")]


def nodes_in(scope: Element) -> list[Element]:
    """The flow nodes drawn directly in a process or sub-process."""
    return [node for node in scope if kind(node) in FLOW_NODES and node.tag == f"{BPMN}{kind(node)}"]


def graph_of(roots: Iterable[Element], key: str) -> Graph:
    """Return the graph of all processes; `key` is the one that starts and says until when it can be withdrawn."""
    reading = _Reading()
    withdraw_until = None
    for process in processes_of(roots):
        reading.read_process(process)
        if process.get("id") == key:
            withdraw_until = words.words_of(process).get("withdrawUntil")
    return Graph(reading.nodes, reading.flows, reading.lanes, withdraw_until)


@dataclass
class _Reading:
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)

    def read_process(self, process: Element) -> None:
        own = _id(process)
        lane_of = dict(self._read_lanes(process, own))
        self._read_scope(process, own, lane_of, None, None)

    def _read_lanes(self, process: Element, own: str) -> Iterator[tuple[str, str]]:
        """Yield (node, lane), inner lanes after the lanes around them; a lane without own words has those around it."""
        for drawn in process.iter(f"{BPMN}lane"):
            around = next((self.lanes.get(_id(p)) for p in drawn.iterancestors(f"{BPMN}lane")), None)
            said = words.words_of(drawn)
            role = words.role_of(said) or (around.role if around else None)
            scope = said.get("scope") or (around.scope if around else None)
            self.lanes[_id(drawn)] = Lane(_id(drawn), drawn.get("name", ""), role, scope, own)
            for node in drawn.findall(f"{BPMN}flowNodeRef"):
                yield (node.text or "").strip(), _id(drawn)

    def _read_scope(
        self, scope: Element, process: str, lane_of: Mapping[str, str], parent: str | None, lane: str | None
    ) -> None:
        for drawn in nodes_in(scope):
            inner = lane_of.get(_id(drawn), lane)
            self.nodes[_id(drawn)] = _node(drawn, process, parent, self.lanes.get(inner or ""))
            if kind(drawn) == "subProcess":
                self._read_scope(drawn, process, lane_of, _id(drawn), inner)
        defaults = {_id(node): node.get("default") for node in nodes_in(scope)}
        for drawn in scope.findall(f"{BPMN}sequenceFlow"):
            self.flows[_id(drawn)] = _flow(drawn, defaults)


def _flow(drawn: Element, defaults: Mapping[str, str | None]) -> Flow:
    return Flow(
        id=_id(drawn),
        source=drawn.get("sourceRef", ""),
        target=drawn.get("targetRef", ""),
        name=drawn.get("name", ""),
        condition=text.bare(drawn.findtext(f"{BPMN}conditionExpression")) or None,
        default=defaults.get(drawn.get("sourceRef", "")) == _id(drawn),
    )


def _node(drawn: Element, process: str, parent: str | None, lane: Lane | None) -> Node:
    said = words.words_of(drawn)
    return Node(
        id=_id(drawn),
        kind=kind(drawn),
        name=drawn.get("name", ""),
        process=process,
        lane=lane.id if lane else None,
        role=words.role_of(said) or (lane.role if lane else None),
        scope=said.get("scope") or (lane.scope if lane else None),
        form=words.form_of(said),
        due=text.moment(said.get("due") or said.get("dueDate")) or None,
        remind=text.moment(said.get("remind") or said.get("followUpDate")) or None,
        priority=said.get("priority"),
        assignee=said.get("assignee"),
        separate_from=tuple(said.get("separateFrom", "").split()),
        not_own_unit=words.flag(said, "notOwnUnit"),
        stops_clock=words.flag(said, "stopsClock"),
        stage=said.get("stage"),
        panel=words.panel_of(drawn),
        attached_to=drawn.get("attachedToRef"),
        parent=parent,
        words=said,
    )


def _id(element: Element) -> str:
    return str(element.get("id", ""))
