"""Takes values of the host into the language, and follows a value to its entries and components."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.feel import limits
from workflows.feel.components import component
from workflows.feel.numbers import DECIMAL128, finite
from workflows.feel.scope import Scope
from workflows.feel.values import Function, Range, Value, YearsMonths

READY = frozenset({str, bool, type(None), date, datetime, time, timedelta, YearsMonths})
"""Types that are the same inside and outside."""


def taken(value: Any, scope: Scope, depth: int = 0) -> Value:
    """The host's value as a value of the language; what the language has no type for is null."""
    kind = type(value)
    if kind in READY:
        return value
    if kind is Decimal or kind is int or kind is float:
        return _number(value)
    if isinstance(value, Mapping):
        inner = _deeper(scope, len(value), depth)
        return {str(key): taken(entry, scope, inner) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner = _deeper(scope, len(value), depth)
        return [taken(item, scope, inner) for item in value]
    return _of_a_subtype(value)


def followed(value: Any, names: tuple[str, ...], scope: Scope) -> Value:
    """The value at the end of a path that begins at a value of the host."""
    for index, name in enumerate(names):
        if not isinstance(value, Mapping):
            return followed_inside(taken(value, scope), names[index:], scope)
        value = value.get(name)
    return taken(value, scope)


def followed_inside(value: Value, names: tuple[str, ...], scope: Scope) -> Value:
    """The value at the end of a path that begins at a value of the language."""
    for name in names:
        value = member(value, name, scope)
    return value


def member(value: Value, name: str, scope: Scope) -> Value:
    """The entry or component of that name; of a list, the list of them; else null."""
    if type(value) is dict:
        return value.get(name)
    if type(value) is list:
        scope.spend(len(value))
        return [member(item, name, scope) for item in value]
    return component(value, name)


def _number(value: Decimal | int | float) -> Decimal | None:
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    return finite(DECIMAL128.create_decimal(value))


def _deeper(scope: Scope, size: int, depth: int) -> int:
    scope.spend(size)
    if depth >= limits.NESTING:
        raise limits.Exhausted
    return depth + 1


_SUBTYPES: tuple[tuple[type, Callable[[Any], Value]], ...] = (
    (bool, bool),
    (str, str.__str__),
    (int, lambda number: _number(int(number))),
    (float, lambda number: _number(float(number))),
    (Decimal, lambda number: _number(Decimal(number))),
    (Range, lambda span: span),
    (Function, lambda function: function),
)


def _of_a_subtype(value: Any) -> Value:
    for kind, convert in _SUBTYPES:
        if isinstance(value, kind):
            return convert(value)
    return None
