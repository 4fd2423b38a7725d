"""Sequence flows that lead nowhere, or say what the element they leave cannot do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from workflows.definition.drawn import nodes_in, processes_of, scopes_of
from workflows.definition.safe_xml import BPMN, Element, kind
from workflows.errors import Problem, msg

_CHOOSING = ("exclusiveGateway", "inclusiveGateway")


def problems(roots: Sequence[Element]) -> Iterator[Problem]:
    """Yield what is wrong with the flows and with where they start and end."""
    for process in processes_of(roots):
        for scope in scopes_of(process):
            nodes = {str(node.get("id")): node for node in nodes_in(scope)}
            flows = scope.findall(f"{BPMN}sequenceFlow")
            yield from _ends(flows, nodes)
            yield from _doubled(flows)
            yield from _terminals(scope, nodes)
            for name, node in nodes.items():
                yield from _outgoing(node, [flow for flow in flows if flow.get("sourceRef") == name])


def _ends(flows: Sequence[Element], nodes: Mapping[str, Element]) -> Iterator[Problem]:
    for flow in flows:
        if flow.get("sourceRef") not in nodes or flow.get("targetRef") not in nodes:
            message = msg("The flow does not connect two elements of the same process.")
            yield Problem("loose-flow", message, flow.get("id"), msg("Connect it, or remove it."))
        elif kind(nodes[str(flow.get("targetRef"))]) in ("startEvent", "boundaryEvent"):
            message = msg("A flow leads into a start or boundary event.")
            yield Problem("loose-flow", message, flow.get("id"), msg("Lead it to the element after the event."))


def _doubled(flows: Sequence[Element]) -> Iterator[Problem]:
    pairs = Counter((flow.get("sourceRef"), flow.get("targetRef")) for flow in flows)
    for (source, target), times in pairs.items():
        if times > 1:
            values = {"source": source, "target": target, "times": times}
            message = msg("{times} flows lead from {source} to {target}.")
            yield Problem("double-flow", message, source, msg('Draw one flow; join conditions with "or".'), values)


def _terminals(scope: Element, nodes: Mapping[str, Element]) -> Iterator[Problem]:
    starts = [node for node in nodes.values() if kind(node) == "startEvent"]
    values = {"count": len(starts)}
    if len(starts) != 1:
        message = msg("A process needs exactly one start event; this one has {count}.")
        yield Problem("start", message, scope.get("id"), msg("Draw one start event."), values)
    if not any(kind(node) == "endEvent" for node in nodes.values()):
        yield Problem("end", msg("The process has no end event."), scope.get("id"), msg("Draw an end event."))


def _outgoing(node: Element, flows: Sequence[Element]) -> Iterator[Problem]:
    own = node.get("id")
    if kind(node) == "endEvent":
        if flows:
            yield Problem("loose-flow", msg("A flow leaves an end event."), own, msg("Remove the flow."))
        return
    if not flows:
        message = msg("The path stops here without an end event.")
        yield Problem("dead-end", message, own, msg("Lead it to an end event."))
    if len(flows) > 1 and not kind(node).endswith("Gateway"):
        message = msg("Several flows leave an element that is no gateway.")
        yield Problem("implicit-fork", message, own, msg("Draw a gateway after it."))
    yield from _conditions(node, flows)


def _conditions(node: Element, flows: Sequence[Element]) -> Iterator[Problem]:
    default = node.get("default")
    if default and default not in {flow.get("id") for flow in flows}:
        message = msg("The default flow does not leave this element.")
        yield Problem("default", message, node.get("id"), msg("Mark one of its own flows as the default flow."))
    for flow in flows:
        says = bool((flow.findtext(f"{BPMN}conditionExpression") or "").strip())
        if says and kind(node) not in _CHOOSING:
            message = msg("A condition stands on a flow that leaves no exclusive or inclusive gateway.")
            yield Problem("condition", message, flow.get("id"), msg("Draw an exclusive gateway before the flow."))
        elif says and flow.get("id") == default:
            message = msg("The default flow has a condition.")
            yield Problem("condition", message, flow.get("id"), msg("Remove the condition."))
        elif not says and kind(node) in _CHOOSING and len(flows) > 1 and flow.get("id") != default:
            message = msg("A flow out of a choosing gateway has no condition and is not the default.")
            yield Problem(
                "condition", message, flow.get("id"), msg("Write a condition or mark it as the default flow.")
            )
