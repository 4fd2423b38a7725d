"""Functions that turn a value into a number, text or truth, and `not`."""

import re
from decimal import Decimal

from workflows.feel.functions.builtin import builtin
from workflows.feel.numbers import DECIMAL128, finite
from workflows.feel.scope import Scope
from workflows.feel.text import text_of
from workflows.feel.values import Value

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?")


@builtin("number", from_="text", grouping_separator="any?", decimal_separator="any?")
def number(from_: str, grouping_separator: Value = None, decimal_separator: Value = None) -> Value:
    """Read a number written with these separators; null when it is none."""
    if grouping_separator not in (None, " ", ",", ".") or decimal_separator not in (None, ",", "."):
        return None
    if grouping_separator is not None and grouping_separator == decimal_separator:
        return None
    text = from_.replace(grouping_separator, "") if grouping_separator else from_
    return _number(text.replace(decimal_separator, ".") if decimal_separator else text)


@builtin("number", from_="number")
def number_itself(from_: Decimal) -> Value:
    """A number is itself."""
    return from_


@builtin("string", from_="any", scoped=True)
def string(scope: Scope, from_: Value) -> Value:
    """The value as text; null stays null."""
    return None if from_ is None else text_of(from_, scope)


@builtin("not", negand="boolean")
def negation(negand: bool) -> Value:
    """The opposite; null unless given true or false."""
    return not negand


@builtin("is defined", value="any")
def is_defined(value: Value) -> Value:
    """Whether there is a value at all."""
    return value is not None


def _number(text: str) -> Decimal | None:
    text = text.strip()
    if len(text) > 100 or not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    return finite(DECIMAL128.create_decimal(text))
