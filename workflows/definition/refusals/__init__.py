"""What cannot be compiled: where SpiffWorkflow would go wrong without a word, and what it does not know."""

from collections.abc import Sequence

from workflows.definition.refusals import calls, elements, events, flows
from workflows.definition.safe_xml import Element
from workflows.errors import Problem


def problems_in(roots: Sequence[Element]) -> tuple[Problem, ...]:
    """Return everything the bundle's diagrams may not contain, in the order of the rules."""
    found = list(elements.problems(roots))
    if found:
        return tuple(found)  # the other rules take known elements with ids for granted
    return (*flows.problems(roots), *events.problems(roots), *calls.problems(roots))
