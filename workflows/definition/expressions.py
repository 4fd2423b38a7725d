"""Every expression of a bundle: that it compiles, and which answers and facts it reads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from workflows import feel
from workflows.definition import text
from workflows.definition.elements.tasks import HANDLED
from workflows.definition.safe_xml import BPMN, Element, kind
from workflows.errors import Problem, msg
from workflows.graph import Graph, Node

EVERYTHING = "*"
"""In `Readings.fields`: the whole result of an element is read."""

_MOMENTS = {"timeDate", "timeDuration"}
_DRAWN = {"conditionExpression", "condition", "script", "timeCycle", *_MOMENTS}


@dataclass
class Readings:
    """`fields` by element id: what of its result is read. `facts`: paths that begin at no element."""

    fields: dict[str, frozenset[str]] = field(default_factory=dict)
    facts: frozenset[tuple[str, ...]] = frozenset()
    problems: list[Problem] = field(default_factory=list)


def readings_of(roots: Iterable[Element], graph: Graph) -> Readings:
    """Compile everything and gather what is read."""
    found = Readings()
    paths: set[tuple[str, ...]] = set()
    for element, source in chain(_drawn_texts(roots), _words(graph)):
        try:
            paths |= {(element, *path) for path in feel.compile(source).paths}
        except feel.FeelError as error:
            found.problems.append(error.problem(element))
    found.fields, found.facts = _sorted_out(paths, graph.nodes, found.problems)
    return found


def _drawn_texts(roots: Iterable[Element]) -> Iterator[tuple[str, str]]:
    for root in roots:
        for drawn in root.iter(*(f"{BPMN}{name}" for name in _DRAWN)):
            source = text.moment(drawn.text) if kind(drawn) in _MOMENTS else text.bare(drawn.text)
            repeated = text.cycle(source) if kind(drawn) == "timeCycle" else None
            if source:
                yield _owner(drawn), repeated[1] if repeated else source


def _words(graph: Graph) -> Iterator[tuple[str, str]]:
    for node in graph.nodes.values():
        for source in (node.due, node.remind, node.panel and node.panel.roster):
            if source:
                yield node.id, source


def _owner(drawn: Element) -> str:
    """The id of the flow or node an expression belongs to: event definitions have ids of their own."""
    around = drawn.iterancestors()
    return next(
        (str(e.get("id")) for e in around if e.get("id") and not kind(e).endswith("EventDefinition")), kind(drawn)
    )


def _sorted_out(
    paths: Iterable[tuple[str, ...]], nodes: Mapping[str, Node], problems: list[Problem]
) -> tuple[dict[str, frozenset[str]], frozenset[tuple[str, ...]]]:
    fields: dict[str, set[str]] = defaultdict(set)
    facts: set[tuple[str, ...]] = set()
    for reader, *path in sorted(paths):
        element, rest = _through_calls(path, nodes)
        if element is None:
            facts.add(tuple(path))
        elif rest or nodes[element].kind not in HANDLED:
            fields[element].add(rest[0] if rest else EVERYTHING)
        else:
            message = msg("The expression reads all answers of {task}, which are not kept.")
            remedy = msg("Name one field of it, as in {task}.outcome.")
            problems.append(Problem("whole-answers", message, reader, remedy, {"task": element}))
    facts.discard(("now",))
    return {name: frozenset(read) for name, read in fields.items()}, frozenset(facts)


def _through_calls(path: list[str], nodes: Mapping[str, Node]) -> tuple[str | None, list[str]]:
    """The element whose result a path reads, beyond the call activities that lead to it, and the rest of the path."""
    first, *rest = path
    if first not in nodes or nodes[first].kind not in (*HANDLED, "scriptTask", "callActivity"):
        return None, path
    if nodes[first].kind == "callActivity" and rest:
        element, inner = _through_calls(rest, nodes)
        return (first, rest) if element is None else (element, inner)
    return first, rest
