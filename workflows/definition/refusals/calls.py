"""Call activities: what they call exists, and calls end."""

from collections.abc import Iterator, Mapping, Sequence

from workflows.definition.drawn import processes_of
from workflows.definition.safe_xml import BPMN, Element
from workflows.errors import Problem, msg

DEEPEST = 5


def problems(roots: Sequence[Element]) -> Iterator[Problem]:
    """Yield calls of what is not in the bundle, calls in a circle, and calls nested too deeply."""
    called: dict[str, list[str]] = {}
    for process in processes_of(roots):
        own = called.setdefault(str(process.get("id")), [])
        for call in process.iter(f"{BPMN}callActivity"):
            own.append(str(call.get("calledElement", "")))
    endless = _deeper_than(DEEPEST, called)
    for process in processes_of(roots):
        for call in process.iter(f"{BPMN}callActivity"):
            yield from _call(call, called, endless)


def _call(call: Element, called: Mapping[str, Sequence[str]], endless: set[str]) -> Iterator[Problem]:
    name = str(call.get("calledElement", ""))
    values = {"process": name, "limit": DEEPEST}
    if name not in called:
        message = msg("The called process {process} is not in the bundle.")
        yield Problem("called", message, call.get("id"), msg("Add its file, or correct the name."), values)
    elif name in endless:
        message = msg("The call of {process} goes in a circle, or more than {limit} calls deep.")
        yield Problem("called", message, call.get("id"), msg("Draw a loop with a gateway instead."), values)


def _deeper_than(limit: int, called: Mapping[str, Sequence[str]]) -> set[str]:
    """The processes below which `limit` calls follow one another; those in a circle are among them."""
    deep = set(called)
    for _ in range(limit):
        deep = {name for name, inner in called.items() if deep.intersection(inner)}
    return deep
