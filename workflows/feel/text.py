"""Values as text, the way the function string(...) writes them."""

from decimal import Decimal

from workflows.feel import limits
from workflows.feel.numbers import DECIMAL128
from workflows.feel.scope import Scope
from workflows.feel.temporal import iso
from workflows.feel.values import Function, Range, Value

_WORDS = {None: "null", True: "true", False: "false"}


def text_of(value: Value, scope: Scope) -> str:
    """The text of a value: that of a text is itself, inside a list or context it stands in quotes."""
    return value if type(value) is str else _inner(value, scope)


def number_text(number: Decimal) -> str:
    """A number in plain digits without needless zeros; beyond 40 digits with an exponent."""
    if number == number.to_integral_value() and abs(number) < Decimal("1e40"):
        return f"{number.to_integral_value():f}" if number else "0"
    short = DECIMAL128.normalize(number)
    return f"{short:f}" if abs(number.adjusted()) < 40 else f"{short}"


def _inner(value: Value, scope: Scope) -> str:
    scope.spend(1)
    if value is None or type(value) is bool:
        return _WORDS[value]
    if type(value) is str:
        scope.spend(len(value) // 64)
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if type(value) is Decimal:
        return number_text(value)
    if type(value) in (list, dict):
        return _gathered(value, scope)
    if type(value) is Range:
        low, high = _inner(value.low, scope), _inner(value.high, scope)
        return f"{'[' if value.low_included else '('}{low}..{high}{']' if value.high_included else ')'}"
    return f"function({', '.join(value.parameters)})" if type(value) is Function else iso(value)


def _gathered(value: Value, scope: Scope) -> str:
    if type(value) is list:
        pieces, opening, closing = [_inner(item, scope) for item in value], "[", "]"
    else:
        pieces, opening, closing = [f"{name}: {_inner(entry, scope)}" for name, entry in value.items()], "{", "}"
    if sum(map(len, pieces)) > limits.TEXT:
        raise limits.Exhausted
    return f"{opening}{', '.join(pieces)}{closing}"
