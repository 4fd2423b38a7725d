"""When timers ring and tasks are due: soon enough to matter, late enough not to run hot, and not for ever."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from workflows import feel
from workflows.check.drawing import Drawing
from workflows.check.finding import Node, problem
from workflows.check.written import Place, Written
from workflows.definition import text
from workflows.definition.safe_xml import kind
from workflows.errors import Problem, msg

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=5 * 366)
MOST_RINGS = 100

_TIMES = frozenset({Place.DATE, Place.DURATION, Place.CYCLE, Place.DUE, Place.REMIND})


def problems(drawing: Drawing) -> Iterator[Problem]:
    """Yield times outside the limits; a time that is computed is held to them when it runs."""
    for written in drawing.expressions:
        if written.place in _TIMES and written.is_constant:
            yield from _constant(written, written.constant)
    for node in drawing.nodes.values():
        for meaning in drawing.meanings(node):
            yield from (p for child in meaning if kind(child) == "timeCycle" for p in _cycle(node, child.text))


def _constant(written: Written, value: feel.Value) -> Iterator[Problem]:
    length = _length(value)
    if length is None:
        yield problem(
            "timer",
            written.part,
            msg("{text} is no time."),
            msg("Write a duration (P3D), a date, or a number of working days."),
            text=written.source,
        )
    elif length > LONGEST or (length < SHORTEST and written.place is not Place.REMIND):
        yield problem(
            "timer",
            written.part,
            msg("{text} is shorter than a minute or longer than five years."),
            text=written.source,
        )


def _length(value: feel.Value) -> timedelta | None:
    """About how long the time lies ahead; a date counts as in bounds, for it is long past or far only by mistake."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, feel.YearsMonths):
        return timedelta(days=min(max(value.months, 0), 999) * 30.5)
    if isinstance(value, Decimal):
        return timedelta(days=min(max(int(value), 0), 9999) * 7 / 5)
    return SHORTEST if isinstance(value, (date, datetime)) else None


def _cycle(node: Node, typed: str | None) -> Iterator[Problem]:
    found = text.cycle(typed)
    if found is None:
        yield problem("timer", node, msg("{text} is no repetition."), msg("Write it as in R3/PT24H."), text=typed or "")
    elif not found[0] or not 1 <= int(found[0][:9]) <= MOST_RINGS:
        yield problem(
            "timer",
            node,
            msg("{name} has to ring between 1 and {limit} times."),
            msg("Write how often, as in R3/PT24H."),
            limit=MOST_RINGS,
        )
