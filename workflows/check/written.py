"""The expressions of a bundle: where each stands, what it is for, and what it says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property

from workflows import feel
from workflows.calendar import Calendar
from workflows.check.finding import Arrow, Node, Part
from workflows.definition import text
from workflows.definition.safe_xml import kind
from workflows.graph import Graph

SOME_DAY = datetime(2026, 3, 2, 3, tzinfo=UTC)
_SURROUNDINGS = {("now",), ("calendar",)}
_DRAWN = frozenset({"condition", "script", "timeDate", "timeDuration", "timeCycle"})


class Place(StrEnum):
    """What an expression is for."""

    CONDITION = "condition"
    SCRIPT = "script"
    ROSTER = "roster"
    DUE = "due"
    REMIND = "remind"
    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True)
class Written:
    """An expression as it stands in a diagram; `process` is the one whose names it sees."""

    part: Part
    process: str
    place: Place
    source: str

    @cached_property
    def read(self) -> feel.Expression | feel.FeelError:
        """The expression, or why it is none."""
        try:
            return feel.compile(self.source)
        except feel.FeelError as error:
            return error

    @property
    def paths(self) -> frozenset[tuple[str, ...]]:
        """What it surely reads; none when it does not compile."""
        return self.read.paths - self.read.perhaps if isinstance(self.read, feel.Expression) else frozenset()

    @property
    def is_constant(self) -> bool:
        """Whether it reads neither answers nor facts."""
        return isinstance(self.read, feel.Expression) and self.read.paths <= _SURROUNDINGS

    @property
    def constant(self) -> feel.Value:
        """The value of an expression that reads nothing."""
        names = {"now": SOME_DAY, "calendar": Calendar()}
        return self.read.evaluate(names) if isinstance(self.read, feel.Expression) else None


def expressions_of(nodes: Mapping[str, Node], arrows: Iterable[Arrow], graph: Graph) -> Iterator[Written]:
    """Yield every expression; those of timer cycles without the count before the interval."""
    for arrow in arrows:
        if arrow.condition:
            process = nodes[arrow.source].process
            yield Written(arrow, process, Place.CONDITION, text.bare(arrow.condition))
    for node in nodes.values():
        for place, typed in (*_drawn(node), *_words(graph, node.key)):
            source = typed if place is Place.ROSTER else _source(place, typed)
            if source:
                yield Written(node, node.process, place, source)


def _drawn(node: Part) -> Iterator[tuple[Place, str]]:
    for child in node.element:
        texts = child if kind(child).endswith("EventDefinition") else [child]
        for element in texts:
            if kind(element) in _DRAWN:
                yield Place(kind(element)), "".join(str(piece) for piece in element.itertext())


def _words(graph: Graph, key: str) -> Iterator[tuple[Place, str]]:
    node = graph.nodes.get(key)
    if node is not None:
        yield Place.DUE, node.due or ""
        yield Place.REMIND, node.remind or ""
        yield Place.ROSTER, node.panel.roster if node.panel else ""
        yield Place.CONDITION, node.words.get("acceptedWhen", "")


def _source(place: Place, typed: str) -> str:
    if place is Place.CYCLE:
        repeated = text.cycle(typed)
        return repeated[1] if repeated else text.bare(typed)
    return text.bare(typed) if place in (Place.CONDITION, Place.SCRIPT) else text.moment(typed)
