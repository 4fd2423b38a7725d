"""What + - * / ** and minus mean for two values: a table from their types to a function; every other pair is null."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.feel import limits
from workflows.feel.components import seconds_of
from workflows.feel.numbers import DECIMAL128, finite
from workflows.feel.values import Value, YearsMonths

_MONTHS_LIMIT = 12 * 999_999_999


def calculated(sign: str, left: Value, right: Value) -> Value:
    """`left sign right`, or null when the pair has no such operation or the result is out of bounds."""
    operation = _OPERATIONS.get((sign, type(left), type(right)))
    if operation is None:
        return None
    try:
        return operation(left, right)
    except (OverflowError, ValueError, TypeError):  # beyond the calendar, or one time has an offset and the other none
        return None


def negated(value: Value) -> Value:
    """The opposite of a number or duration."""
    if type(value) is Decimal:
        return DECIMAL128.minus(value)
    if type(value) is YearsMonths:
        return YearsMonths(-value.months)
    return calculated("-", timedelta(), value) if type(value) is timedelta else None


def months_later(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or the last one it has; a date stays a date, a date and time one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def months_between(earlier: date, later: date) -> int:
    """Whole months from one moment to another, negative when it lies before."""
    if later < earlier:
        return -months_between(later, earlier)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if months_later(earlier, months) <= later else months - 1


def midnight(day: date, like: datetime) -> datetime:
    """The start of a day as a moment that can be compared with another: in its zone if it has one."""
    return datetime(day.year, day.month, day.day, tzinfo=like.tzinfo)


def _divided(left: Decimal, right: Decimal) -> Decimal | None:
    return finite(DECIMAL128.divide(left, right))


def _joined(left: str, right: str) -> str | None:
    return left + right if len(left) + len(right) <= limits.TEXT else None


def _clock_moved(clock: time, span: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), clock) + span % timedelta(days=1)).timetz()


def _clock_difference(left: time, right: time) -> timedelta:
    day = date(2000, 1, 1)
    return datetime.combine(day, left) - datetime.combine(day, right)


def _day_moved(day: date, span: timedelta) -> date:
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) + span).date()


def _months(count: Decimal | None) -> YearsMonths | None:
    if count is None or abs(count) > _MONTHS_LIMIT:
        return None
    return YearsMonths(int(count))


def _span_times(span: timedelta, factor: Decimal) -> timedelta | None:
    product = finite(DECIMAL128.multiply(seconds_of(span), factor))
    if product is None or abs(product) > 10**14:
        return None
    return timedelta(microseconds=int(product.scaleb(6, DECIMAL128)))


def _span_divided(span: timedelta, divisor: Decimal) -> timedelta | None:
    factor = _divided(Decimal(1), divisor)
    quotient = finite(DECIMAL128.divide(seconds_of(span), divisor)) if factor is not None else None
    if quotient is None or abs(quotient) > 10**14:
        return None
    return timedelta(microseconds=int(quotient.scaleb(6, DECIMAL128)))


def _turned(operation: "_Operation") -> "_Operation":
    return lambda left, right: operation(right, left)


_Operation = Callable[[Any, Any], Value]
_SAME: dict[tuple[str, type], _Operation] = {
    ("+", Decimal): lambda a, b: finite(DECIMAL128.add(a, b)),
    ("-", Decimal): lambda a, b: finite(DECIMAL128.subtract(a, b)),
    ("*", Decimal): lambda a, b: finite(DECIMAL128.multiply(a, b)),
    ("/", Decimal): _divided,
    ("**", Decimal): lambda a, b: finite(DECIMAL128.power(a, b)),
    ("+", str): _joined,
    ("-", date): lambda a, b: a - b,
    ("-", datetime): lambda a, b: a - b,
    ("-", time): _clock_difference,
    ("+", timedelta): lambda a, b: a + b,
    ("-", timedelta): lambda a, b: a - b,
    ("/", timedelta): lambda a, b: _divided(seconds_of(a), seconds_of(b)),
    ("+", YearsMonths): lambda a, b: YearsMonths(a.months + b.months),
    ("-", YearsMonths): lambda a, b: YearsMonths(a.months - b.months),
    ("/", YearsMonths): lambda a, b: _divided(Decimal(a.months), Decimal(b.months)),
}
_MIXED: dict[tuple[str, type, type], _Operation] = {
    ("-", date, datetime): lambda a, b: midnight(a, b) - b,
    ("-", datetime, date): lambda a, b: a - midnight(b, a),
    ("+", date, timedelta): _day_moved,
    ("-", date, timedelta): lambda a, b: _day_moved(a, -b),
    ("+", datetime, timedelta): lambda a, b: a + b,
    ("-", datetime, timedelta): lambda a, b: a - b,
    ("+", time, timedelta): _clock_moved,
    ("-", time, timedelta): lambda a, b: _clock_moved(a, -b),
    ("+", date, YearsMonths): lambda a, b: months_later(a, b.months),
    ("-", date, YearsMonths): lambda a, b: months_later(a, -b.months),
    ("+", datetime, YearsMonths): lambda a, b: months_later(a, b.months),
    ("-", datetime, YearsMonths): lambda a, b: months_later(a, -b.months),
    ("*", timedelta, Decimal): _span_times,
    ("/", timedelta, Decimal): _span_divided,
    ("*", YearsMonths, Decimal): lambda a, b: _months(finite(DECIMAL128.multiply(Decimal(a.months), b))),
    ("/", YearsMonths, Decimal): lambda a, b: _months(_divided(Decimal(a.months), b)),
}
_TURNED: dict[tuple[str, type, type], _Operation] = {
    (sign, right, left): _turned(operation)
    for (sign, left, right), operation in _MIXED.items()
    if sign == "*" or (sign == "+" and right in (timedelta, YearsMonths))
}
_OPERATIONS = {(sign, kind, kind): operation for (sign, kind), operation in _SAME.items()} | _MIXED | _TURNED
