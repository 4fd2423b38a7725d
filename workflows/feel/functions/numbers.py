"""Functions of numbers."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from workflows.feel import limits
from workflows.feel.functions.builtin import builtin
from workflows.feel.numbers import DECIMAL128, finite, whole
from workflows.feel.scope import Scope
from workflows.feel.values import Value


@builtin("decimal", n="number", scale="number")
def decimal(n: Decimal, scale: Decimal) -> Value:
    """Round to that many decimals, halves to the even neighbour."""
    return _rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", n="number", scale="number?")
def floor(n: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """Round towards minus infinity."""
    return _rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling", n="number", scale="number?")
def ceiling(n: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """Round towards plus infinity."""
    return _rounded(n, scale, ROUND_CEILING)


@builtin("round up", n="number", scale="number")
def round_up(n: Decimal, scale: Decimal) -> Value:
    """Round away from zero."""
    return _rounded(n, scale, ROUND_UP)


@builtin("round down", n="number", scale="number")
def round_down(n: Decimal, scale: Decimal) -> Value:
    """Round towards zero."""
    return _rounded(n, scale, ROUND_DOWN)


@builtin("round half up", n="number", scale="number")
def round_half_up(n: Decimal, scale: Decimal) -> Value:
    """Round to the nearest, halves away from zero."""
    return _rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", n="number", scale="number")
def round_half_down(n: Decimal, scale: Decimal) -> Value:
    """Round to the nearest, halves towards zero."""
    return _rounded(n, scale, ROUND_HALF_DOWN)


@builtin("round half even", n="number", scale="number")
def round_half_even(n: Decimal, scale: Decimal) -> Value:
    """Round to the nearest, halves to the even neighbour."""
    return _rounded(n, scale, ROUND_HALF_EVEN)


@builtin("abs", n="number")
def absolute(n: Decimal) -> Value:
    """The size of a number."""
    return n.copy_abs()


@builtin("modulo", dividend="number", divisor="number")
def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """The remainder, with the sign of the divisor."""
    quotient = finite(DECIMAL128.divide(dividend, divisor))
    if quotient is None:
        return None
    floored = quotient.to_integral_value(ROUND_FLOOR, DECIMAL128)
    return finite(DECIMAL128.subtract(dividend, DECIMAL128.multiply(divisor, floored)))


@builtin("sqrt", number="number", scoped=True)
def sqrt(scope: Scope, number: Decimal) -> Value:
    """The square root; null of a negative number."""
    scope.spend(limits.POWER)
    return finite(DECIMAL128.sqrt(number))


@builtin("log", number="number", scoped=True)
def log(scope: Scope, number: Decimal) -> Value:
    """The natural logarithm; null unless the number is positive."""
    scope.spend(limits.POWER)
    return finite(DECIMAL128.ln(number))


@builtin("exp", number="number", scoped=True)
def exp(scope: Scope, number: Decimal) -> Value:
    """E to the power of a number."""
    scope.spend(limits.POWER)
    return finite(DECIMAL128.exp(number))


@builtin("odd", number="number")
def odd(number: Decimal) -> Value:
    """Whether a whole number is odd; null for a fraction."""
    return None if number != number.to_integral_value() else not _halves(number)


@builtin("even", number="number")
def even(number: Decimal) -> Value:
    """Whether a whole number is even; null for a fraction."""
    return None if number != number.to_integral_value() else _halves(number)


def _halves(number: Decimal) -> bool:
    rest = DECIMAL128.remainder(number, Decimal(2))
    return rest.is_nan() or rest == 0  # a whole number too long for a remainder ends in zeros


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    places = whole(scale, 6176)
    if places is None:
        return None
    if number.as_tuple().exponent >= -places:  # type: ignore[operator] # finite, so the exponent is a number
        return number
    context = DECIMAL128.copy()
    context.rounding = rounding
    return finite(number.quantize(Decimal((0, (1,), -places)), context=context))
