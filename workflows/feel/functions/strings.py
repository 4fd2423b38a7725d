"""Functions of text; positions count characters from 1, negative ones from the end."""

from decimal import Decimal

from workflows.feel import limits
from workflows.feel.functions.builtin import builtin
from workflows.feel.numbers import whole
from workflows.feel.scope import Scope
from workflows.feel.text import text_of
from workflows.feel.values import Value


@builtin("string length", string="text")
def string_length(string: str) -> Value:
    """The number of characters."""
    return Decimal(len(string))


@builtin("substring", string="text", start_position="number", length="number?")
def substring(string: str, start_position: Decimal, length: Decimal | None = None) -> Value:
    """That many characters from a position on, or all the rest."""
    start = whole(start_position)
    size = len(string) if length is None else whole(length)
    if not start or size is None or size < 1 or abs(start) > len(string):
        return "" if start and start > len(string) else None
    begin = start - 1 if start > 0 else len(string) + start
    return string[begin : begin + size]


@builtin("upper case", string="text")
def upper_case(string: str) -> Value:
    """In capital letters."""
    return string.upper()


@builtin("lower case", string="text")
def lower_case(string: str) -> Value:
    """In small letters."""
    return string.lower()


@builtin("substring before", string="text", match="text")
def substring_before(string: str, match: str) -> Value:
    """What stands before the first occurrence, empty when there is none."""
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", string="text", match="text")
def substring_after(string: str, match: str) -> Value:
    """What stands after the first occurrence, empty when there is none."""
    return string.partition(match)[2] if match else string


@builtin("contains", string="text", match="text")
def contains(string: str, match: str) -> Value:
    """Whether a text holds another."""
    return match in string


@builtin("starts with", string="text", match="text")
def starts_with(string: str, match: str) -> Value:
    """Whether a text begins with another."""
    return string.startswith(match)


@builtin("ends with", string="text", match="text")
def ends_with(string: str, match: str) -> Value:
    """Whether a text ends with another."""
    return string.endswith(match)


@builtin("trim", string="text")
def trim(string: str) -> Value:
    """Without blanks at either end."""
    return string.strip()


@builtin("string join", list_="list", delimiter="any?")
def string_join(list_: list[Value], delimiter: Value = None) -> Value:
    """The texts of a list put together, null ones left out."""
    pieces = [item for item in list_ if item is not None]
    if any(type(piece) is not str for piece in [*pieces, delimiter or ""]):
        return None
    if sum(map(len, pieces)) + len(delimiter or "") * len(pieces) > limits.TEXT:
        raise limits.Exhausted
    return (delimiter or "").join(pieces)


@builtin("concat", values="list", scoped=True)
def concat(scope: Scope, values: list[Value]) -> Value:
    """All values of a list as one text."""
    return string_join([text_of(value, scope) for value in values])
