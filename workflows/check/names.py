"""Ids: unique, and usable as names in expressions."""

from collections.abc import Iterator

from workflows import feel
from workflows.check.drawing import Drawing
from workflows.check.finding import Node, problem
from workflows.errors import Problem, msg
from workflows.feel.errors import FeelError

RESERVED = frozenset({"now", "calendar"})
"""Names every expression has besides facts and results."""


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield ids that stand twice, cannot be written in an expression, or hide a fact."""
    seen: set[str] = set()
    for part in drawing.parts:
        own = part.element.get("id", "")
        if own in seen:
            message = msg("The id {id} stands twice.")
            yield problem("duplicate-id", part, message, msg("Give each element its own id."), id=own)
        seen |= {own} - {""}
    facts = RESERVED | {path[0] for path in drawing.facts or ()}
    for node in drawing.all_nodes:
        yield from _name(node, facts)


def _name(node: Node, facts: frozenset[str]) -> Iterator[Problem]:
    if not _is_name(node.key):
        message = msg("The id {id} cannot be written in an expression.")
        remedy = msg("Use letters, digits and underscores, and no FEEL keyword.")
        yield problem("id-name", node, message, remedy, id=node.key)
    elif node.key in facts:
        message = msg("The id {id} is also the name of a fact.")
        remedy = msg("Choose another id: expressions could not tell them apart.")
        yield problem("id-fact", node, message, remedy, id=node.key)


def _is_name(text: str) -> bool:
    try:
        return feel.compile(text).paths == {(text,)}
    except FeelError:
        return False
