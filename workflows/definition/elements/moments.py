"""From the value of a timer's expression to the moment it rings."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from workflows import feel
from workflows.calendar import ZONE, Calendar, end_of_day, local_day
from workflows.definition import text as written
from workflows.errors import CannotGoOn, Problem, msg
from workflows.feel.temporal import temporal_of
from workflows.feel.values import YearsMonths

SHORTEST_INTERVAL = timedelta(minutes=1)
_LATER = feel.compile("moment + length")


def rings_at(element: str, text: str, script: Any, task: Any) -> datetime:
    """Return the moment in UTC, now at the earliest: a date rings at the end of that day, a number counts working days.

    A moment without a zone is Vietnam's. Raises CannotGoOn when the value says no moment.
    """
    value, seen = script.reading(task, text)
    try:
        moment = _moment(value, script.now, script.names(task).get("calendar"))
    except (OverflowError, ValueError):
        moment = None
    if moment is None:
        raise CannotGoOn(_no_time(element, seen))
    begins: datetime = script.now
    return max(moment.astimezone(UTC), begins)


def cycle_of(element: str, text: str, script: Any, task: Any) -> tuple[str, str]:
    """Return count and interval of a computed cycle, which is text such as `R3/PT1H`; raises CannotGoOn."""
    value, seen = script.reading(task, text)
    found = written.cycle(value) if isinstance(value, str) else None
    if found is None:
        raise CannotGoOn(_no_time(element, seen))
    return found


def next_ring(element: str, moment: datetime, every: str) -> datetime:
    """Return the moment one interval later; raises CannotGoOn when the interval is none or under a minute."""
    later = _later(moment, feel.compile(every).evaluate({"now": moment}))
    if later is None or later - moment < SHORTEST_INTERVAL:
        message = msg("{element} repeats in an interval that is not a duration of at least a minute: {interval}.")
        raise CannotGoOn(Problem("interval", message, element, values={"element": element, "interval": every}))
    return later.astimezone(UTC)


def first_after(element: str, moment: datetime, every: str, until: datetime) -> tuple[int, datetime]:
    """Return how many rings from `moment` on are over by `until`, itself included, and the first one after."""
    following = next_ring(element, moment, every)
    length = feel.compile(every).evaluate({"now": moment})
    if isinstance(length, timedelta):
        rings = max(1, (until - moment) // length + 1)
        return rings, moment + rings * length
    rings = 1
    while following <= until:
        rings, following = rings + 1, next_ring(element, following, every)
    return rings, following


def _moment(value: Any, now: datetime, calendar: Any) -> datetime | None:
    value = temporal_of(value) if isinstance(value, str) else value
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=ZONE)
    if isinstance(value, date):
        return end_of_day(value)
    if isinstance(value, timedelta | YearsMonths):
        return _later(now, value)
    if isinstance(value, Decimal) and isinstance(calendar, Calendar) and value == int(value):
        return end_of_day(calendar.add_working_days(local_day(now), int(value)))
    return None


def _later(moment: datetime, length: Any) -> datetime | None:
    later = _LATER.evaluate({"moment": moment, "length": length})
    return later if isinstance(later, datetime) else None


def _no_time(element: str, seen: Mapping[str, Any]) -> Problem:
    missing = ", ".join(name for name, value in seen.items() if value is None)
    if missing:
        message = msg("The time of {element} cannot be worked out, because a value is missing: {missing}.")
    else:
        message = msg("The time of {element} cannot be worked out: it is no date, time, duration or number of days.")
    return Problem("no-time", message, element, values={"element": element, "missing": missing})
