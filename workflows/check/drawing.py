"""A bundle's diagrams as the checks read them: nodes, flows and processes, whatever else may be wrong with them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from workflows.check import vocabulary
from workflows.check.finding import Arrow, Node, Part
from workflows.check.written import Place, Written, expressions_of
from workflows.definition import drawn
from workflows.definition.safe_xml import BPMN, Element, kind
from workflows.forms import Form
from workflows.graph import Graph

Path = tuple[str, ...]

_SCOPES = frozenset({f"{BPMN}process", f"{BPMN}subProcess"})
_PICTURE = frozenset({"BPMNDiagram"})


@dataclass(frozen=True)
class Drawing:
    """All diagrams of a bundle, its forms, and what the service is known to offer (None: not known here)."""

    roots: Mapping[str, Element]
    forms: Mapping[str, Form]
    facts: frozenset[Path] | None = None
    roles: Collection[str] | None = None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every element except pictures and what stands in extension elements: those have checks of their own."""
        return tuple(Part(element, file) for file, root in self.roots.items() for element in _meaning(root))

    @cached_property
    def processes(self) -> Mapping[str, Part]:
        """The processes by id; of two with the same id the first."""
        found = [part for part in self.parts if part.kind == "process" and part.element.get("id")]
        return {part.element.get("id", ""): part for part in reversed(found)}

    @cached_property
    def all_nodes(self) -> tuple[Node, ...]:
        """Every flow node that has an id, in the order of the files."""
        return tuple(
            Node(part.element, part.file, process=process_of(part.element), around=_around(part.element))
            for part in self.parts
            if part.kind in vocabulary.NODES and part.element.get("id") and is_placed(part.element)
        )

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """The flow nodes by id."""
        return {node.key: node for node in self.all_nodes}

    @cached_property
    def arrows(self) -> tuple[Arrow, ...]:
        """The sequence flows between nodes that exist."""
        flows = (part for part in self.parts if part.kind == "sequenceFlow" and is_placed(part.element))
        drawn = (_arrow(part) for part in flows)
        return tuple(arrow for arrow in drawn if arrow.source in self.nodes and arrow.target in self.nodes)

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Arrow, ...]]:
        """The flows out of each node."""
        found: dict[str, list[Arrow]] = {key: [] for key in self.nodes}
        for arrow in self.arrows:
            found[arrow.source].append(arrow)
        return {key: tuple(arrows) for key, arrows in found.items()}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Arrow, ...]]:
        """The flows into each node."""
        found: dict[str, list[Arrow]] = {key: [] for key in self.nodes}
        for arrow in self.arrows:
            found[arrow.target].append(arrow)
        return {key: tuple(arrows) for key, arrows in found.items()}

    @cached_property
    def boundary(self) -> Mapping[str, tuple[Node, ...]]:
        """The boundary events on each activity."""
        found: dict[str, list[Node]] = {key: [] for key in self.nodes}
        for node in self.nodes.values():
            if node.attached_to in found:
                found[node.attached_to].append(node)
        return {key: tuple(events) for key, events in found.items()}

    @cached_property
    def graph(self) -> Graph:
        """The plain graph, with every word read; the first process is the one that starts."""
        return drawn.graph_of(self.roots.values(), next(iter(self.processes), ""))

    @cached_property
    def expressions(self) -> tuple[Written, ...]:
        """Every expression of the bundle."""
        return tuple(expressions_of(self.nodes, self.arrows, self.graph))

    @cached_property
    def script_results(self) -> Mapping[str, frozenset[str]]:
        """The names each script gives a value, by the id of its task."""
        scripts = [written for written in self.expressions if written.place is Place.SCRIPT]
        return {w.part.id or "": frozenset(w.constant) for w in scripts if isinstance(w.constant, dict)}

    def inside(self, around: str) -> tuple[Node, ...]:
        """Return the nodes directly in a process or sub-process."""
        return tuple(node for node in self.nodes.values() if node.around == around)

    def called_by(self, node: Node) -> str | None:
        """Return the id of the process a call activity calls, when it is in the bundle."""
        name = node.element.get("calledElement")
        return name if name in self.processes else None

    def meanings(self, node: Node) -> tuple[Element, ...]:
        """Return the event definitions of an event."""
        return tuple(child for child in node.element if kind(child).endswith("EventDefinition"))


def is_placed(element: Element) -> bool:
    """Whether a process, or a node or flow of one, stands where it is carried out."""
    parent = element.getparent()
    if kind(element) in ("process", "definitions"):
        return (parent is None) is (kind(element) == "definitions") and (parent is None or parent.getparent() is None)
    return parent is not None and parent.tag in _SCOPES and is_placed(parent)


def process_of(element: Element) -> str:
    """Return the id of the process an element stands in."""
    owner = next(element.iterancestors(f"{BPMN}process"), None)
    return owner.get("id", "") if owner is not None else ""


def _meaning(element: Element) -> Iterator[Element]:
    """Depth first without recursion: a hostile file is deeper than Python's stack."""
    waiting = [element]
    while waiting:
        here = waiting.pop()
        if kind(here) in _PICTURE:
            yield from here.iterdescendants(f"{BPMN}*")  # nothing hides in a picture
            continue
        yield here
        if here.tag != f"{BPMN}extensionElements":
            waiting.extend(reversed(here))


def _around(element: Element) -> str:
    parent = element.getparent()
    return parent.get("id", "") if parent is not None else ""


def _arrow(part: Part) -> Arrow:
    element = part.element
    typed = element.find(f"{BPMN}conditionExpression")
    text = "".join(str(piece) for piece in typed.itertext()).strip() if typed is not None else None
    return Arrow(element, part.file, element.get("sourceRef", ""), element.get("targetRef", ""), text)
