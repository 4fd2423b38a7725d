"""Deny by default: an element, an event or a marker that this product does not carry out is refused."""

from collections.abc import Iterator

from workflows.check import vocabulary
from workflows.check.drawing import Drawing, is_placed
from workflows.check.finding import Part, problem
from workflows.definition.safe_xml import BPMN
from workflows.errors import Problem, msg

_EVENT_SUBPROCESS = msg("The event sub-process {name} is not carried out.")
_COMPENSATION = msg("{name} is marked for compensation, which is not carried out.")
_QUANTITY = msg("{name} asks for several tokens, which is not carried out.")
_MARKER = msg("{name} has a marker that is not carried out.")
_MARKS = (
    ("event-subprocess", "triggeredByEvent", "false", _EVENT_SUBPROCESS, msg("Use a boundary event.")),
    ("compensation", "isForCompensation", "false", _COMPENSATION, msg("Draw the way back.")),
    ("token-quantity", "startQuantity", "1", _QUANTITY, msg("Remove startQuantity.")),
    ("token-quantity", "completionQuantity", "1", _QUANTITY, msg("Remove completionQuantity.")),
    ("marker", "instantiate", "false", _MARKER, msg("Remove instantiate.")),
    ("marker", "parallelMultiple", "false", _MARKER, msg("Remove parallelMultiple.")),
)
"""Rule, attribute, the value that means nothing, what is wrong with any other, and what to do."""

_PLACED = vocabulary.NODES | {"definitions", "process", "sequenceFlow"}


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield elements that are unknown, and known ones with a marker that is not carried out."""
    for part in drawing.parts:
        if not part.element.tag.startswith(BPMN) or part.kind not in vocabulary.KNOWN:
            yield _unknown(part)
        elif part.kind in _PLACED and not is_placed(part.element):
            message = msg("{kind} stands where it would not be carried out.")
            yield problem("misplaced", part, message, msg("Draw it in a process."), kind=part.kind)
        else:
            yield from _marks(part)
    for node in drawing.nodes.values():
        if len(drawing.meanings(node)) > 1:
            yield problem(
                "several-events",
                node,
                msg("The event {name} is about several things at once."),
                msg("Draw one event for each."),
            )
    for part in drawing.parts:
        if part.kind in vocabulary.NODES and not part.element.get("id"):
            yield problem("no-id", part, msg("This {kind} has no id."), msg("Give it a readable id."), kind=part.kind)


def _unknown(part: Part) -> Problem:
    remedy = vocabulary.NOT_CARRIED_OUT.get(part.kind)
    return problem("element", part, msg("{kind} is not carried out here."), remedy or msg("Remove it."), kind=part.kind)


def _marks(part: Part) -> Iterator[Problem]:
    for rule, attribute, plain, message, remedy in _MARKS:
        if part.element.get(attribute, plain) != plain:
            yield problem(rule, part, message, remedy)
    if part.kind == "multiInstanceLoopCharacteristics":
        yield from _panel(part)


def _panel(part: Part) -> Iterator[Problem]:
    owner = part.element.getparent()
    if owner is None or owner.tag != f"{BPMN}userTask":
        yield problem("multi-instance", part, msg("{name} repeats, but only a user task can have several people."))
    if part.element.get("isSequential") == "true":
        yield problem(
            "multi-instance",
            part,
            msg("{name} asks people one after another, which is not carried out."),
            msg("Make it parallel."),
        )
