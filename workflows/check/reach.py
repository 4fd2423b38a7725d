"""Every element can be reached from the start, and an end can be reached from every element."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from workflows.check.drawing import Drawing
from workflows.check.finding import Node, Part, problem
from workflows.errors import Problem, msg

_NEVER_ENTERED = "startEvent"
_NEVER_LEFT = "endEvent"


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield processes without one start and an end, elements nothing leads to, and elements no end follows."""
    for key, owner in _owners(drawing):
        yield from _start_and_end(drawing, owner, drawing.inside(key))
    yield from _wrong_way(drawing)
    reached = _closure((n.key for n in drawing.nodes.values() if _starts(drawing, n)), lambda key: _after(drawing, key))
    ending = _closure((n.key for n in drawing.nodes.values() if n.kind == _NEVER_LEFT), _before(drawing).__getitem__)
    for node in drawing.nodes.values():
        if node.key not in reached:
            yield problem("unreachable", node, msg("Nothing leads to {name}."), msg("Connect it or remove it."))
        elif node.key not in ending:
            yield problem(
                "no-way-out", node, msg("No end can be reached from {name}."), msg("Lead it to an end event.")
            )


def _owners(drawing: Drawing) -> Iterator[tuple[str, Part]]:
    yield from drawing.processes.items()
    yield from ((node.key, node) for node in drawing.nodes.values() if node.kind == "subProcess")


def _start_and_end(drawing: Drawing, owner: Part, nodes: tuple[Node, ...]) -> Iterator[Problem]:
    starts = [node for node in nodes if node.kind == _NEVER_ENTERED]
    if len(starts) != 1:
        yield problem(
            "start", owner, msg("{name} has {count} start events."), msg("Draw one start event."), count=len(starts)
        )
    for start in starts:
        if drawing.meanings(start):
            yield problem(
                "start",
                start,
                msg("The start {name} waits for an event, which is not carried out."),
                msg("Use a plain start event."),
            )
    if not any(node.kind == _NEVER_LEFT for node in nodes):
        yield problem("no-end", owner, msg("{name} has no end event."), msg("Draw an end event for each result."))


def _wrong_way(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.nodes.values():
        if node.kind in (_NEVER_ENTERED, "boundaryEvent") and drawing.incoming[node.key]:
            yield problem("wrong-way", node, msg("A flow leads into {name}, where none can."))
        if node.kind == _NEVER_LEFT and drawing.outgoing[node.key]:
            yield problem("wrong-way", node, msg("A flow leaves the end {name}."))
        if node.kind == "boundaryEvent" and node.attached_to not in drawing.nodes:
            yield problem("boundary", node, msg("{name} is attached to nothing."), msg("Put it on a task."))


def _starts(drawing: Drawing, node: Node) -> bool:
    return node.kind == _NEVER_ENTERED and node.around in drawing.processes


def _after(drawing: Drawing, key: str) -> Iterator[str]:
    """Nodes a token may come to next: along flows, out of a boundary event, into a sub-process."""
    yield from (flow.target for flow in drawing.outgoing[key])
    yield from (event.key for event in drawing.boundary[key])
    if drawing.nodes[key].kind == "subProcess":
        yield from (node.key for node in drawing.inside(key) if node.kind == _NEVER_ENTERED)


def _before(drawing: Drawing) -> Mapping[str, tuple[str, ...]]:
    """Nodes a token may come from, within its own process or sub-process."""
    found: dict[str, list[str]] = {key: [flow.source for flow in flows] for key, flows in drawing.incoming.items()}
    for node in drawing.nodes.values():
        if node.attached_to in drawing.nodes:
            found[node.key].append(node.attached_to or "")
    return {key: tuple(keys) for key, keys in found.items()}


def _closure(first: Iterable[str], following: Callable[[str], Iterable[str]]) -> frozenset[str]:
    waiting = list(first)
    seen = set(waiting)
    while waiting:
        new = set(following(waiting.pop())) - seen
        seen |= new
        waiting.extend(new)
    return frozenset(seen)
