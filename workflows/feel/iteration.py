"""What a loop goes through: the items of a list, whole numbers, or days."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from workflows.feel import limits
from workflows.feel.numbers import whole
from workflows.feel.values import Range, Value


def items_of(domain: Value) -> Sequence[Value] | None:
    """The items of a list, the whole numbers or days of a range, or the one value itself; null for null."""
    if type(domain) is list or domain is None:
        return domain
    if type(domain) is not Range:
        return [domain]
    items = items_until(domain.low, domain.high)
    if not items:
        return items
    inner = items if domain.low_included else items[1:]
    return inner if domain.high_included or not inner else inner[:-1]


def items_until(first: Value, last: Value) -> Sequence[Value] | None:
    """Whole numbers or days from the first to the last, upwards or downwards; null for anything else."""
    if type(first) is Decimal and type(last) is Decimal:
        return _numbers(first, last)
    if type(first) is date and type(last) is date:
        days = (last - first).days
        return [first + timedelta(days=step) for step in _steps(days)]
    return None


def _numbers(first: Decimal, last: Decimal) -> Sequence[Value] | None:
    start, end = whole(first), whole(last)
    if start is None or end is None:
        return None
    return [Decimal(start + step) for step in _steps(end - start)]


def _steps(distance: int) -> range:
    if abs(distance) >= limits.ITEMS:
        raise limits.Exhausted
    return range(distance + 1) if distance >= 0 else range(0, distance - 1, -1)
