"""Events: every error is caught, and no two signals or messages share a name."""

from collections import Counter
from collections.abc import Iterator

from workflows.check.drawing import Drawing
from workflows.check.finding import Node, problem
from workflows.definition.safe_xml import kind
from workflows.errors import Problem, msg

_ERROR = "errorEventDefinition"


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield errors nobody catches, and names that are declared twice."""
    for node in drawing.nodes.values():
        if node.kind == "endEvent" and _is_error(drawing, node) and not _is_caught(drawing, node):
            message = msg("Nobody catches the error of {name}.")
            yield problem("uncaught", node, message, msg("Attach an error event around it, or use a plain end event."))
    declared = [part for part in drawing.parts if part.kind in ("message", "signal") and part.element.get("name")]
    times = Counter((part.kind, part.name) for part in declared)
    for part in declared:
        if times.pop((part.kind, part.name), 1) > 1:
            yield problem(
                "same-name", part, msg("Two of kind {kind} are called {name}."), msg("Keep one."), kind=part.kind
            )


def _is_error(drawing: Drawing, node: Node) -> bool:
    return any(kind(meaning) == _ERROR for meaning in drawing.meanings(node))


def _is_caught(drawing: Drawing, node: Node) -> bool:
    """Whether an error event sits on a sub-process around the node, or on a call of its process."""
    around = {part.get("id") for part in node.element.iterancestors()}
    hosts = around | {call.key for call in drawing.nodes.values() if drawing.called_by(call) in around}
    return any(event.attached_to in hosts and _is_error(drawing, event) for event in drawing.nodes.values())
