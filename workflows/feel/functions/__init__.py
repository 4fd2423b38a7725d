"""The functions of the language; each module here holds those of one noun."""

from collections.abc import Sequence

from workflows.feel.functions import (
    contexts,
    conversion,
    days,
    lists,
    matching,
    numbers,
    ranges,
    sets,
    strings,
    totals,
    working_days,
)
from workflows.feel.functions.builtin import FUNCTIONS, Builtin, applied, wrong_use

__all__ = ["FAMILIES", "FUNCTIONS", "Builtin", "applied", "spaced_name", "wrong_use"]

FAMILIES = (contexts, conversion, days, lists, matching, numbers, ranges, sets, strings, totals, working_days)


def spaced_name(words: Sequence[str]) -> str | None:
    """The name, with underscores, of the function that these words spell with blanks; it has two words at least."""
    name = "_".join(words)
    return name if len(words) > 1 and name in FUNCTIONS else None
