"""Functions that make one value of a whole list; most can be given the items themselves instead."""

from collections import Counter
from decimal import Decimal
from typing import Any

from workflows.feel.compare import ordered
from workflows.feel.functions.builtin import builtin
from workflows.feel.numbers import DECIMAL128, finite
from workflows.feel.values import Value


@builtin("min", list="any", any_number=True)
def minimum(*items: Value) -> Value:
    """The smallest; null for an empty list or values of different kinds."""
    return _extreme("<", _listed(items))


@builtin("max", list="any", any_number=True)
def maximum(*items: Value) -> Value:
    """The largest; null for an empty list or values of different kinds."""
    return _extreme(">", _listed(items))


@builtin("sum", list="any", any_number=True)
def total(*items: Value) -> Value:
    """The sum of numbers; null for an empty list."""
    return _sum(_numbers(items))


@builtin("product", list="any", any_number=True)
def product(*items: Value) -> Value:
    """The product of numbers; null for an empty list."""
    numbers = _numbers(items)
    result = Decimal(1)
    for number in numbers or ():
        result = DECIMAL128.multiply(result, number)
    return finite(result) if numbers else None


@builtin("mean", list="any", any_number=True)
def mean(*items: Value) -> Value:
    """The average of numbers; null for an empty list."""
    numbers = _numbers(items)
    whole = _sum(numbers)
    return finite(DECIMAL128.divide(whole, Decimal(len(numbers)))) if numbers and whole is not None else None


@builtin("median", list="any", any_number=True)
def median(*items: Value) -> Value:
    """The middle number, or the average of the two; null for an empty list."""
    numbers = sorted(_numbers(items) or ())
    middle = len(numbers) // 2
    if not numbers or len(numbers) % 2:
        return numbers[middle] if numbers else None
    return mean(numbers[middle - 1], numbers[middle])


@builtin("stddev", list="any", any_number=True)
def stddev(*items: Value) -> Value:
    """The standard deviation of a sample; null for fewer than two numbers."""
    numbers = _numbers(items)
    centre = mean(*numbers) if numbers and len(numbers) > 1 else None
    if numbers is None or centre is None:
        return None
    squares = [DECIMAL128.power(DECIMAL128.subtract(number, centre), Decimal(2)) for number in numbers]
    spread = _sum(squares)
    return None if spread is None else finite(DECIMAL128.sqrt(DECIMAL128.divide(spread, Decimal(len(numbers) - 1))))


@builtin("mode", list="any", any_number=True)
def mode(*items: Value) -> Value:
    """The numbers that occur most often, from small to large."""
    numbers = _numbers(items)
    if numbers is None:
        return None
    counts = Counter(numbers)
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)


@builtin("all", list="any", any_number=True)
def every(*items: Value) -> Value:
    """False when one is false, true when each is true (also of none), else null."""
    return _decided(_listed(items), False)


@builtin("any", list="any", any_number=True)
def some(*items: Value) -> Value:
    """True when one is true, false when each is false (also of none), else null."""
    return _decided(_listed(items), True)


def _listed(items: tuple[Value, ...]) -> list[Value]:
    return items[0] if len(items) == 1 and type(items[0]) is list else list(items)


def _numbers(items: tuple[Value, ...]) -> list[Decimal] | None:
    listed = _listed(items)
    return listed if all(type(item) is Decimal for item in listed) else None


def _sum(numbers: list[Decimal] | None) -> Decimal | None:
    if not numbers:
        return None
    result = Decimal(0)
    for number in numbers:
        result = DECIMAL128.add(result, number)
    return finite(result)


def _extreme(sign: str, items: list[Value]) -> Any:
    if not items:
        return None
    best = items[0]
    for item in items:
        better = ordered(sign, item, best)
        if better is None:
            return None
        best = item if better else best
    return best


def _decided(items: list[Value], decides: bool) -> bool | None:
    if any(item is decides for item in items):
        return decides
    return not decides if all(item is not decides and type(item) is bool for item in items) else None
