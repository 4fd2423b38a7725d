"""Every cycle waits for somebody or something; one that does not would run until the step limit stops it."""

from collections.abc import Iterator

from workflows.check import vocabulary
from workflows.check.drawing import Drawing
from workflows.check.finding import Node, problem
from workflows.definition.safe_xml import kind
from workflows.errors import Problem, msg

_WAITING_EVENTS = frozenset({"messageEventDefinition", "signalEventDefinition"})


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield one element of each cycle without a wait."""
    passing = _passed_at_once(drawing)
    automatic = {key for key, node in drawing.nodes.items() if not _waits(drawing, node, passing)}
    following = {
        key: [n for n in (*(f.target for f in drawing.outgoing[key]), *_thrown(drawing, key)) if n in automatic]
        for key in automatic
    }
    for key in _first_of_each_cycle(drawing, following):
        yield problem(
            "endless",
            drawing.nodes[key],
            msg("{name} lies on a cycle in which nothing waits."),
            msg("Put a user task, a message or a timer with a duration on the cycle."),
        )


def _thrown(drawing: Drawing, key: str) -> Iterator[str]:
    """An automatic activity may leave by a boundary event at once."""
    yield from (event.key for event in drawing.boundary[key])


def _passed_at_once(drawing: Drawing) -> frozenset[str]:
    """Processes and sub-processes a token can get through without waiting; those that call themselves count as none."""
    parts = {node.around for node in drawing.nodes.values()}
    passing: frozenset[str] = frozenset()
    while more := {part for part in parts - passing if _passes(drawing, part, passing)}:
        passing |= more
    return passing


def _waits(drawing: Drawing, node: Node, passing: frozenset[str]) -> bool:
    """Whether a token always stays here for a while."""
    if node.kind in vocabulary.PEOPLE:
        return True
    if node.kind in vocabulary.CATCHES:
        return any(_rings_later(drawing, node))
    if node.kind == "callActivity":
        return drawing.called_by(node) not in passing
    return node.kind == "subProcess" and node.key not in passing


def _rings_later(drawing: Drawing, node: Node) -> Iterator[bool]:
    """A date may have passed and a condition may hold already: neither is sure to wait."""
    for meaning in drawing.meanings(node):
        yield kind(meaning) in _WAITING_EVENTS or any(kind(child) == "timeDuration" for child in meaning)


def _passes(drawing: Drawing, part: str, passing: frozenset[str]) -> bool:
    """Whether a token can get from the part's start to an end without waiting, if it can through those in `passing`."""
    nodes = {node.key: node for node in drawing.inside(part)}
    waiting = [key for key, node in nodes.items() if node.kind == "startEvent"]
    seen = set(waiting)
    while waiting:
        key = waiting.pop()
        if nodes[key].kind == "endEvent":
            return True
        if not _waits(drawing, nodes[key], passing):
            new = {flow.target for flow in drawing.outgoing[key] if flow.target in nodes} - seen
            seen |= new
            waiting.extend(new)
    return False


def _first_of_each_cycle(drawing: Drawing, following: dict[str, list[str]]) -> Iterator[str]:
    """Take away, again and again, what nothing automatic follows or precedes; what stays lies on or between cycles."""
    left = dict(following)
    while gone := [key for key, after in left.items() if not any(other in left for other in after)]:
        for key in gone:
            del left[key]
    told: set[str] = set()
    for key in drawing.nodes:
        if key in left and key not in told and _returns(key, left):
            yield key
            told |= _reachable(key, left)


def _returns(key: str, following: dict[str, list[str]]) -> bool:
    return any(key in _reachable(other, following) for other in following[key] if other in following)


def _reachable(key: str, following: dict[str, list[str]]) -> set[str]:
    waiting, seen = [key], {key}
    while waiting:
        new = {other for other in following[waiting.pop()] if other in following} - seen
        seen |= new
        waiting.extend(new)
    return seen
