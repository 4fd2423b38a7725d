"""Events: what each may wait for or throw, and what it refers to."""

from collections.abc import Iterator, Mapping, Sequence

from workflows.definition import text
from workflows.definition.drawn import ACTIVITIES, nodes_in, processes_of, scopes_of
from workflows.definition.safe_xml import BPMN, Element, kind
from workflows.errors import Problem, msg
from workflows.feel.temporal import temporal_of

_MAY_BE = {
    "startEvent": {""},
    "endEvent": {"", "message", "signal", "error", "escalation", "terminate"},
    "intermediateThrowEvent": {"", "message", "signal", "escalation"},
    "intermediateCatchEvent": {"timer", "message", "signal", "conditional"},
    "boundaryEvent": {"timer", "message", "signal", "conditional", "error", "escalation"},
}
_AFTER_EVENT_GATEWAY = {"timer", "message", "signal"}
_TIMES = ("timeDate", "timeDuration", "timeCycle")


def problems(roots: Sequence[Element]) -> Iterator[Problem]:
    """Yield what is wrong with events and event gateways."""
    names = {str(e.get("id")): e.get("name") for root in roots for e in root if e.get("id")}
    for process in processes_of(roots):
        for scope in scopes_of(process):
            nodes = {str(node.get("id")): node for node in nodes_in(scope)}
            for node in nodes.values():
                if kind(node) in _MAY_BE:
                    yield from _event(node, names)
                if kind(node) == "boundaryEvent":
                    yield from _boundary(node, nodes)
                if kind(node) == "eventBasedGateway":
                    yield from _after_gateway(node, scope, nodes)


def waits_for(event: Element) -> list[str]:
    """The kinds of event definition of an event, as in `timer`."""
    return [kind(part).removesuffix("EventDefinition") for part in _definitions(event)]


def _definitions(event: Element) -> list[Element]:
    return [part for part in event if kind(part).endswith(("EventDefinition", "eventDefinitionRef"))]


def _event(event: Element, names: Mapping[str, str | None]) -> Iterator[Problem]:
    own, found = event.get("id"), waits_for(event)
    values = {"kind": kind(event), "found": ", ".join(found)}
    if len(found) > 1:
        message = msg("The event has several definitions: {found}.")
        yield Problem("event", message, own, msg("Draw one event for each, after an event gateway."), values)
    elif "".join(found) not in _MAY_BE[kind(event)]:
        message = msg("A {kind} cannot be of this kind: {found}.") if found else msg("A {kind} waits for nothing.")
        yield Problem("event", message, own, msg("Choose another kind of event."), values)
    for part in _definitions(event):
        yield from _definition(event, part, names)


def _definition(event: Element, part: Element, names: Mapping[str, str | None]) -> Iterator[Problem]:
    what = kind(part).removesuffix("EventDefinition")
    own = event.get("id")
    if what == "timer":
        yield from _timer(event, part)
    elif what == "conditional" and not (part.findtext(f"{BPMN}condition") or "").strip():
        yield Problem("event", msg("The event has no condition."), own, msg("Write a condition."))
    elif what in ("message", "signal"):
        reference = part.get(f"{what}Ref")
        if not (names.get(reference) if reference else event.get("name")):
            yield Problem("event", msg("The {kind} has no name."), own, msg("Give it a name."), {"kind": what})
    elif what in ("error", "escalation") and (reference := part.get(f"{what}Ref")) and reference not in names:
        yield Problem("event", msg("The {kind} is not declared."), own, msg("Choose one again."), {"kind": what})


def _timer(event: Element, part: Element) -> Iterator[Problem]:
    own = event.get("id")
    drawn = {kind(time): text.bare(time.text) for time in part if kind(time) in _TIMES}
    if len(drawn) != 1 or not all(drawn.values()):
        yield Problem("timer", msg("A timer needs one date, duration or cycle."), own, msg("Enter when it rings."))
        return
    [(name, said)] = drawn.items()
    if name == "timeCycle" and (kind(event) != "boundaryEvent" or event.get("cancelActivity") != "false"):
        message = msg("Only a non-interrupting boundary timer can repeat.")
        yield Problem("timer", message, own, msg("Enter a duration, or make the event non-interrupting."))
    values = {"text": said}
    cycle = text.cycle(said)
    iso = text.literal_word(cycle[1] if cycle else said).removeprefix('@"').removesuffix('"')
    if iso[:1] == "P" and iso[1:2] in "T123456789" and temporal_of(iso) is None:
        message = msg("{text} is not a duration as ISO 8601 and FEEL write it.")
        yield Problem("timer", message, own, msg("Write it as in P3D, PT12H or P2M."), values)


def _boundary(event: Element, nodes: Mapping[str, Element]) -> Iterator[Problem]:
    host = nodes.get(str(event.get("attachedToRef")))
    own = event.get("id")
    if host is None or kind(host) not in ACTIVITIES:
        message = msg("The boundary event is not attached to an activity of the same process.")
        yield Problem("boundary", message, own, msg("Attach it to a task, sub-process or call activity."))
    if "error" in waits_for(event) and event.get("cancelActivity") == "false":
        yield Problem("boundary", msg("An error event always interrupts."), own, msg("Draw it with a solid border."))


def _after_gateway(gateway: Element, scope: Element, nodes: Mapping[str, Element]) -> Iterator[Problem]:
    flows = scope.findall(f"{BPMN}sequenceFlow")
    for flow in flows:
        if flow.get("sourceRef") != gateway.get("id") or flow.get("targetRef") not in nodes:
            continue
        event = nodes[str(flow.get("targetRef"))]
        alone = sum(other.get("targetRef") == event.get("id") for other in flows) == 1
        if kind(event) != "intermediateCatchEvent" or not alone or not set(waits_for(event)) <= _AFTER_EVENT_GATEWAY:
            message = msg(
                "After an event gateway stand only timer, message and signal events that nothing else leads to."
            )
            yield Problem("event-gateway", message, event.get("id"), msg("Draw such an event between the two."))
