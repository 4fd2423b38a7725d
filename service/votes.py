"""The arithmetic of votes: how many members a share of a council is, and when a vote is over."""

import re
from decimal import Decimal
from math import ceil

from workflows.definition import Definition

_NUMBERED = re.compile(r"(quorum|first)\((\d+)\)")


def needed(share: Decimal | None, members: int) -> int:
    """How many of the members make up the share; all of them where an award names none."""
    return members if share is None else ceil(members * share)


def rule_of(definition: Definition, element: str) -> str:
    """The completion rule of a panel task."""
    panel = definition.graph.nodes[element].panel
    return panel.rule if panel else "all"


def is_decided(rule: str, cast: int, members: int) -> bool:
    """Whether a panel's rule (all, quorum(n), first(n), until closed) says that the vote is over with so many cast."""
    numbered = _NUMBERED.fullmatch("".join(rule.split()))
    if numbered:
        return cast >= min(int(numbered[2]), members)
    return rule == "all" and cast >= members
