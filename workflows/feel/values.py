"""The kinds of value an expression knows beside text, true, false, null, lists, contexts and Python's dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

Value: TypeAlias = Any
"""None, bool, Decimal, str, date, datetime, time, timedelta, YearsMonths, Range, Function, a list or dict of them."""


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration in whole months, negative ones included; days and shorter are a timedelta."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """Everything between two values of one kind; an end that is None is open."""

    low: Value
    high: Value
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function written in the expression; `apply` takes its arguments in the order of `parameters`."""

    parameters: tuple[str, ...]
    apply: Callable[[list[Value]], Value]


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "date and time",
    time: "time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    Function: "function",
    list: "list",
    dict: "context",
}


def kind_of(value: Value) -> str:
    """The standard's name for the type of a value."""
    return _KINDS[type(value)]
