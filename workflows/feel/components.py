"""The named parts of dates, times, durations and ranges."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from workflows.feel.values import Range, Value, YearsMonths


def component(value: Value, name: str) -> Value:
    """The part of that name, or null when the value has none; `time offset` is spelled time_offset here."""
    parts = _PARTS.get(type(value))
    part = parts.get(name) if parts else None
    return part(value) if part else None


def seconds_of(span: timedelta) -> Decimal:
    """The whole duration in seconds."""
    return Decimal(span.days * 86400 + span.seconds) + Decimal(span.microseconds).scaleb(-6)


def _toward_zero(span: timedelta) -> tuple[int, int, Decimal]:
    """Days, whole seconds of the day and the fraction, all with the sign of the duration."""
    size, sign = abs(span), (-1 if span.days < 0 else 1)
    return sign * size.days, sign * size.seconds, sign * Decimal(size.microseconds).scaleb(-6)


def _split(number: int, unit: int) -> tuple[Decimal, Decimal]:
    """Quotient and remainder, both with the sign of the number."""
    sign = -1 if number < 0 else 1
    whole, rest = divmod(abs(number), unit)
    return Decimal(sign * whole), Decimal(sign * rest)


def _zone_name(value: Any) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _second(value: Any) -> Decimal:
    second = Decimal(value.second)
    return second + Decimal(value.microsecond).scaleb(-6) if value.microsecond else second


_DATE: dict[str, Callable[[Any], Value]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(day.isoweekday()),
}
_TIME: dict[str, Callable[[Any], Value]] = {
    "hour": lambda clock: Decimal(clock.hour),
    "minute": lambda clock: Decimal(clock.minute),
    "second": _second,
    "time_offset": lambda clock: clock.utcoffset(),
    "timezone": _zone_name,
}
_PARTS: dict[type, dict[str, Callable[[Any], Value]]] = {
    date: _DATE,
    time: _TIME,
    datetime: _DATE | _TIME,
    timedelta: {
        "days": lambda span: Decimal(_toward_zero(span)[0]),
        "hours": lambda span: _split(_toward_zero(span)[1], 3600)[0],
        "minutes": lambda span: _split(int(_split(_toward_zero(span)[1], 3600)[1]), 60)[0],
        "seconds": lambda span: _split(_toward_zero(span)[1], 60)[1] + _toward_zero(span)[2],
    },
    YearsMonths: {
        "years": lambda span: _split(span.months, 12)[0],
        "months": lambda span: _split(span.months, 12)[1],
    },
    Range: {
        "start": lambda span: span.low,
        "end": lambda span: span.high,
        "start_included": lambda span: span.low_included,
        "end_included": lambda span: span.high_included,
    },
}
