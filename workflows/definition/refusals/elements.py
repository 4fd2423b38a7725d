"""Elements and markers that are refused, with what to draw instead."""

from collections import Counter
from collections.abc import Iterator, Sequence

from workflows.definition.drawn import FLOW_NODES, nodes_in, processes_of, scopes_of
from workflows.definition.safe_xml import BPMN, Element, kind
from workflows.errors import Problem, msg

MOST_ELEMENTS = 300
MOST_PROCESSES = 20

_INSTEAD = {
    "adHocSubProcess": msg("Draw the tasks between a fork and a join."),
    "transaction": msg("Draw a sub-process with an error boundary event."),
    "complexGateway": msg("Draw an inclusive gateway."),
    "callChoreography": msg("Draw a call activity."),
}
_BESIDE_NODES = frozenset(
    "sequenceFlow laneSet dataObject dataObjectReference dataStoreReference textAnnotation association group "
    "documentation extensionElements ioSpecification property monitoring auditing incoming outgoing "
    "multiInstanceLoopCharacteristics standardLoopCharacteristics correlationSubscription artifact "
    "dataInputAssociation dataOutputAssociation supportedInterfaceRef "
    "resourceRole performer humanPerformer potentialOwner".split()
)
_LIBRARY_NAMES = frozenset({"Start", "End", "Root", "StartEventSplit", "StartEventJoin"})
_LIBRARY_ENDINGS = (".BoundaryEventSplit", ".BoundaryEventJoin", ".EndJoin")


def problems(roots: Sequence[Element]) -> Iterator[Problem]:
    """Yield what is wrong with single elements, their ids and their number."""
    processes = processes_of(roots)
    if not processes:
        yield Problem("no-process", msg("The bundle has no process."))
    if len(processes) > MOST_PROCESSES:
        yield Problem("too-many", msg("The bundle has more than {limit} processes."), values={"limit": MOST_PROCESSES})
    yield from _ids(processes)
    for process in processes:
        yield from _size(process)
        for scope in scopes_of(process):
            yield from _in_scope(scope)


def _ids(processes: Sequence[Element]) -> Iterator[Problem]:
    named = [element for process in processes for element in process.iter() if _needs_id(element)]
    seen = Counter(element.get("id") for element in named)
    for element in named:
        own = element.get("id")
        values = {"kind": kind(element), "id": own}
        if not own:
            yield Problem("no-id", msg("A {kind} has no id."), remedy=msg("Give it an id."), values=values)
        elif own in _LIBRARY_NAMES or own.endswith(_LIBRARY_ENDINGS):
            yield Problem("reserved-id", msg("The id {id} is reserved."), own, msg("Choose another id."), values)
    for own, times in seen.items():
        if own and times > 1:
            message = msg("The id {id} is used {times} times.")
            yield Problem("twice", message, own, msg("Give each element its own id."), {"id": own, "times": times})


def _needs_id(element: Element) -> bool:
    return kind(element) in FLOW_NODES or kind(element) in ("process", "sequenceFlow", "lane")


def _size(process: Element) -> Iterator[Problem]:
    size = sum(len(nodes_in(scope)) for scope in scopes_of(process))
    if size > MOST_ELEMENTS:
        values = {"size": size, "limit": MOST_ELEMENTS}
        message = msg("The process has {size} elements; at most {limit} can be executed.")
        yield Problem("too-many", message, process.get("id"), msg("Call a second process for a part of it."), values)


def _in_scope(scope: Element) -> Iterator[Problem]:
    if scope.get("triggeredByEvent") == "true":
        yield _refused(scope, msg("Event sub-processes are not supported."), msg("Draw a boundary event."))
    for element in scope:
        if element.tag != f"{BPMN}{kind(element)}":
            continue
        if kind(element) in FLOW_NODES:
            yield from _markers(element)
        elif kind(element) not in _BESIDE_NODES:
            message = msg("The element {kind} is not supported.")
            yield _refused(element, message, _INSTEAD.get(kind(element), msg("Draw it with elements of the palette.")))


def _markers(node: Element) -> Iterator[Problem]:
    if node.find(f"{BPMN}standardLoopCharacteristics") is not None:
        yield _refused(node, msg("The loop marker is not supported."), msg("Draw the loop with a gateway."))
    if node.get("isForCompensation") == "true":
        yield _refused(node, msg("Compensation is not supported."), msg("Draw the repair as a flow of its own."))
    if any(node.get(name, "1") != "1" for name in ("startQuantity", "completionQuantity")):
        yield _refused(node, msg("Token quantities are not supported."), msg("Draw parallel gateways."))
    loop = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is not None:
        yield from _panel(node, loop)
    if kind(node) == "scriptTask" and not (node.findtext(f"{BPMN}script") or "").strip().lstrip("=").startswith("{"):
        message = msg("The script is not a FEEL context.")
        yield Problem("script", message, node.get("id"), msg("Write {{name: expression, ...}}."))


def _panel(node: Element, loop: Element) -> Iterator[Problem]:
    if kind(node) != "userTask" or loop.get("isSequential") == "true":
        message = msg("Only a user task can be multi-instance, and only in parallel: it is a panel then.")
        yield _refused(node, message, msg("Draw the repetition with a gateway."))
    if loop.find(f"{BPMN}completionCondition") is not None:
        message = msg("A panel's completion condition is not supported.")
        yield _refused(node, message, msg('Say vd:rule: "all", "quorum(n)", "first(n)" or "until closed".'))


def _refused(element: Element, message: str, remedy: str) -> Problem:
    return Problem("unsupported", message, element.get("id"), remedy, {"kind": kind(element)})
