"""Equality, order and membership, with null where two values cannot be compared."""

import operator
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.feel.scope import Scope
from workflows.feel.values import Range, Value, YearsMonths

_ORDERED = frozenset({Decimal, str, date, datetime, time, timedelta, YearsMonths})
ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def equal(left: Value, right: Value, scope: Scope) -> bool | None:
    """Null for values of different kinds, but null itself equals null and nothing else."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return None
    if type(left) is list:
        return _equal_lists(left, right, scope)
    if type(left) is dict:
        if left.keys() != right.keys():
            return False
        return _equal_lists(list(left.values()), [right[name] for name in left], scope)
    return bool(left == right)


def ordered(sign: str, left: Value, right: Value) -> bool | None:
    """Compare two values of one ordered kind; else null."""
    if type(left) is not type(right) or type(left) not in _ORDERED:
        return None
    try:
        return bool(ORDERS[sign](left, right))
    except TypeError:  # one time has an offset and the other has none
        return None


def compared(sign: str, left: Value, right: Value, scope: Scope) -> bool | None:
    """Apply any of the six comparison signs."""
    if sign not in ("=", "!="):
        return ordered(sign, left, right)
    same = equal(left, right, scope)
    return same if sign == "=" or same is None else not same


def within(value: Value, span: Range) -> bool | None:
    """Whether a range holds a value."""
    above = span.low is None or ordered(">=" if span.low_included else ">", value, span.low)
    below = span.high is None or ordered("<=" if span.high_included else "<", value, span.high)
    if above is False or below is False:
        return False
    return None if above is None or below is None else True


def matches(value: Value, test: Value, scope: Scope) -> bool | None:
    """Whether a value equals a test, lies in the range it is, or is among (or equals) the list it is."""
    if type(test) is Range and type(value) is not Range:
        return within(value, test)
    if type(test) is not list:
        return equal(value, test, scope)
    if type(value) is list and equal(value, test, scope):
        return True
    scope.spend(len(test))
    return any(matches(value, item, scope) is True for item in test)


def key_of(value: Value, scope: Scope) -> Any:
    """Something hashable that is the same for equal values and for no others."""
    if type(value) is list:
        scope.spend(len(value))
        return (list, tuple([key_of(item, scope) for item in value]))
    if type(value) is dict:
        scope.spend(len(value))
        return (dict, frozenset([(name, key_of(entry, scope)) for name, entry in value.items()]))
    if type(value) is Range:
        ends = (key_of(value.low, scope), key_of(value.high, scope))
        return (Range, ends, value.low_included, value.high_included)
    return (type(value), value)


def _equal_lists(left: list[Value], right: list[Value], scope: Scope) -> bool | None:
    if len(left) != len(right):
        return False
    scope.spend(len(left))
    unknown = False
    for one, other in zip(left, right, strict=True):
        same = equal(one, other, scope)
        if same is False:
            return False
        unknown = unknown or same is None
    return None if unknown else True
