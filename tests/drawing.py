"""Draws small diagrams for tests: nodes by id, flows as 'from to' lines."""

from collections.abc import Mapping, Sequence
from html import escape

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:vd="urn:vinhdanh:bpmn:1" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:flowable="http://flowable.org/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
START, END, USER, SCRIPT = "startEvent", "endEvent", "userTask", "scriptTask"
XOR, AND, OR = "exclusiveGateway", "parallelGateway", "inclusiveGateway"


class Drawn(str):
    """XML that stands in a process as it is."""

    __slots__ = ()


def diagram(*parts: str, extra: str = "") -> bytes:
    xml = f'<?xml version="1.0" encoding="UTF-8"?><definitions {NAMESPACES}>{extra}{"".join(parts)}</definitions>'
    return xml.encode()


def process(
    name: str, nodes: Mapping[str, str], flows: Sequence[str], tag: str = "process", attributes: str = ""
) -> Drawn:
    """A node is its tag, `tag attributes`, or Drawn XML; a flow is 'a b', 'a b if condition' or 'a b else'."""
    defaults = {line.split()[0]: f"{name}_{n}" for n, line in enumerate(flows, 1) if line.endswith(" else")}
    drawn = [_node(own, what, defaults.get(own)) for own, what in nodes.items()]
    drawn += [_flow(f"{name}_{n}", line) for n, line in enumerate(flows, 1)]
    return Drawn(f'<{tag} id="{name}" {attributes}>{"".join(drawn)}</{tag}>')


def nodes(
    *, start: str = "", user: str = "", xor: str = "", both: str = "", some: str = "", end: str = ""
) -> dict[str, str]:
    """Plain nodes by kind, several names with blanks between them; `both` forks in parallel, `some` inclusively."""
    kinds = {START: start, USER: user, XOR: xor, AND: both, OR: some, END: end}
    return {name: kind for kind, names in kinds.items() for name in names.split()}


def ways(line: str) -> list[str]:
    """Several flows in one line, with commas between them."""
    return line.split(", ")


def subprocess(name: str, nodes: Mapping[str, str], flows: Sequence[str]) -> Drawn:
    return process(name, nodes, flows, "subProcess")


def element(kind: str, attributes: str, inside: str = "") -> Drawn:
    """An element whose id is still to be put in, with what stands inside it."""
    return Drawn(f"<{kind} ID {attributes}>{inside}</{kind}>")


def drawn_extension(inside: str) -> str:
    """What other tools put beside the standard's own elements."""
    return f"<extensionElements>{inside}</extensionElements>" if inside else ""


def boundary(host: str, event: str, *, interrupts: bool = True) -> Drawn:
    return element("boundaryEvent", f'attachedToRef="{host}" cancelActivity="{str(interrupts).lower()}"', event)


def catch(event: str) -> Drawn:
    return element("intermediateCatchEvent", "", event)


def call(process_name: str) -> Drawn:
    return element("callActivity", f'calledElement="{process_name}"')


def script(text: str) -> Drawn:
    return element(SCRIPT, "", f"<script>{escape(text)}</script>")


def timer(kind: str, text: str) -> str:
    return f"<timerEventDefinition><{kind}>{escape(text)}</{kind}></timerEventDefinition>"


def after(text: str) -> str:
    return timer("timeDuration", text)


def every(text: str) -> str:
    return timer("timeCycle", text)


def signal(reference: str) -> str:
    return f'<signalEventDefinition signalRef="{reference}"/>'


def message(reference: str) -> str:
    return f'<messageEventDefinition messageRef="{reference}"/>'


def named(kind: str, own: str, name: str) -> str:
    """A signal, message or error declared beside the processes."""
    return (
        f'<{kind} id="{own}" name="{name}" errorCode="{name}"/>'
        if kind == "error"
        else f'<{kind} id="{own}" name="{name}"/>'
    )


def _node(own: str, what: str, default: str | None) -> str:
    mark = f'id="{own}"' + (f' default="{default}"' if default else "")
    if isinstance(what, Drawn):
        return what.replace(" ID ", f" {mark} ", 1)
    kind, _, attributes = what.partition(" ")
    return f"<{kind} {mark} {attributes}/>"


def _flow(own: str, line: str) -> str:
    ends, _, condition = line.removesuffix(" else").partition(" if ")
    source, target = ends.split()
    inside = (
        f'<conditionExpression xsi:type="tFormalExpression">{escape(condition)}</conditionExpression>'
        if condition
        else ""
    )
    return f'<sequenceFlow id="{own}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
