"""Values as JSON, for events and results."""

from decimal import Decimal
from typing import Any

from workflows.feel.temporal import iso
from workflows.feel.text import number_text
from workflows.feel.values import Function, Range, Value

_EXACT = 2**53


def plain(value: Value) -> Any:
    """The value as JSON.

    A number is an int when it is whole and within 2**53, else a float when that holds it exactly, else its text;
    dates, times and durations are ISO 8601 text; a range is an object with its ends; a function is null.
    """
    if value is None or type(value) in (bool, str, int, float):  # what facts bring in already is JSON
        return value
    if type(value) is Decimal:
        return _number(value)
    if type(value) is list:
        return [plain(item) for item in value]
    if type(value) is dict:
        return {name: plain(entry) for name, entry in value.items()}
    if type(value) is Range:
        ends = {"low": plain(value.low), "high": plain(value.high)}
        return {**ends, "low_included": value.low_included, "high_included": value.high_included}
    return None if type(value) is Function else iso(value)


def _number(number: Decimal) -> int | float | str:
    if abs(number) <= _EXACT and number == number.to_integral_value():
        return int(number)
    rough = float(number)
    return rough if Decimal(repr(rough)) == number else number_text(number)
