"""Functions that make or take apart dates, times and durations."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from workflows.feel.arithmetic import midnight, months_between
from workflows.feel.functions.builtin import builtin
from workflows.feel.numbers import whole
from workflows.feel.temporal import date_of, datetime_of, duration_of, time_of
from workflows.feel.values import Value, YearsMonths

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@builtin("date", from_="text")
def date_from_text(from_: str) -> Value:
    """Read YYYY-MM-DD."""
    return date_of(from_)


@builtin("date", from_="day")
def date_from_moment(from_: date) -> Value:
    """The day of a date and time."""
    return date(from_.year, from_.month, from_.day)


@builtin("date", year="number", month="number", day="number")
def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Value:
    """The day with this year, month and day."""
    parts = [whole(part, 9999) for part in (year, month, day)]
    try:
        return None if None in parts else date(*parts)  # type: ignore[arg-type] # none is None here
    except ValueError:
        return None


@builtin("time", from_="text")
def time_from_text(from_: str) -> Value:
    """Read hh:mm:ss with an optional offset."""
    return time_of(from_)


@builtin("time", from_="clock")
def time_from_moment(from_: time | datetime) -> Value:
    """The time of a date and time."""
    return from_.timetz() if isinstance(from_, datetime) else from_


@builtin("time", hour="number", minute="number", second="number", offset="any?")
def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: Value = None) -> Value:
    """The time with these parts; a second may have a fraction."""
    seconds = whole(second.to_integral_value("ROUND_FLOOR"), 59)
    hours, minutes = whole(hour, 23), whole(minute, 59)
    if hours is None or minutes is None or seconds is None or type(offset) not in (timedelta, type(None)):
        return None
    try:
        zone = None if offset is None else timezone(offset) if offset else UTC
        return time(hours, minutes, seconds, int((second - seconds) * 1_000_000), tzinfo=zone)
    except ValueError:
        return None


@builtin("date and time", from_="text")
def moment_from_text(from_: str) -> Value:
    """Read a date, T and a time."""
    return datetime_of(from_)


@builtin("date and time", date="day", time="clock")
def moment_from_parts(date: date, time: time) -> Value:
    """The moment at which a day has that time."""
    return None if isinstance(time, datetime) else datetime.combine(date, time)


@builtin("duration", from_="text")
def duration(from_: str) -> Value:
    """Read P1Y2M or P1DT2H3M4S."""
    return duration_of(from_)


@builtin("duration", from_="duration")
def duration_itself(from_: timedelta | YearsMonths) -> Value:
    """A duration is itself."""
    return from_


@builtin("years and months duration", from_="day", to="day")
def years_and_months_duration(from_: date, to: date) -> Value:
    """The whole months from one day to another."""
    if isinstance(from_, datetime) is not isinstance(to, datetime):
        from_ = from_ if isinstance(from_, datetime) else midnight(from_, to)  # type: ignore[arg-type]
        to = to if isinstance(to, datetime) else midnight(to, from_)
    try:
        return YearsMonths(months_between(from_, to))
    except (TypeError, OverflowError):  # one has an offset and the other none
        return None


@builtin("day of year", date="day")
def day_of_year(date: date) -> Value:
    """From 1 to 366."""
    return Decimal(date.timetuple().tm_yday)


@builtin("day of week", date="day")
def day_of_week(date: date) -> Value:
    """The English name of the day."""
    return _WEEKDAYS[date.weekday()]


@builtin("month of year", date="day")
def month_of_year(date: date) -> Value:
    """The English name of the month."""
    return _MONTHS[date.month - 1]


@builtin("week of year", date="day")
def week_of_year(date: date) -> Value:
    """The week of ISO 8601, from 1 to 53."""
    return Decimal(date.isocalendar().week)
