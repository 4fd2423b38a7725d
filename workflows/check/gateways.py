"""Gateways: one way always remains open, and an event gateway has something to choose between."""

from collections.abc import Iterator

from workflows.check.drawing import Drawing
from workflows.check.finding import Arrow, problem
from workflows.errors import Problem, msg

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield choices that may have no answer, and conditions that choose nothing."""
    for node in drawing.nodes.values():
        flows = drawing.outgoing[node.key]
        if node.kind in _CHOOSING and len(flows) > 1 and not node.default:
            message = msg("All conditions at {name} may fail, and it has no default flow.")
            yield problem("no-default", node, message, msg("Mark one of its flows as the default."))
        if node.kind in _CHOOSING and len(flows) == 1:
            yield from (_pointless(flow) for flow in flows if flow.condition)
        if node.kind == "eventBasedGateway" and len(flows) < 2:
            message = msg("{name} waits for one thing only.")
            yield problem("event-gateway", node, message, msg("Connect it to two or more events."))


def _pointless(flow: Arrow) -> Problem:
    message = msg("The condition on the flow {name} chooses nothing: it is the only way.")
    return problem("stray-condition", flow, message, msg("Remove the condition, or draw the other way."))
