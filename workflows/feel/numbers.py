"""The arithmetic of numbers: 34 significant digits, and null where there is no finite result."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

DECIMAL128 = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])


def finite(number: Decimal) -> Decimal | None:
    """The number, or null when the operation had no finite result."""
    return number if number.is_finite() else None


def whole(number: Decimal, limit: int = 10**9) -> int | None:
    """The number as an int when it is one, and not beyond `limit` on either side."""
    if not -limit <= number <= limit or number != number.to_integral_value():
        return None
    return int(number)
