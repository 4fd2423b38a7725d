"""Functions of the present moment and of working days: they read `now` and `calendar` from the host's names."""

from datetime import date, datetime
from decimal import Decimal

from workflows.calendar import ZONE, Calendar
from workflows.feel.functions.builtin import builtin
from workflows.feel.numbers import whole
from workflows.feel.scope import Scope
from workflows.feel.values import Value

_LONGEST = 4000
"""Working days that may be added, and days between which they may be counted: about eleven years."""


@builtin("now", scoped=True)
def now(scope: Scope) -> Value:
    """The moment of the step."""
    moment = scope.root.names.get("now")
    return moment if isinstance(moment, datetime) else None


@builtin("today", scoped=True)
def today(scope: Scope) -> Value:
    """The day of the step in Vietnam."""
    moment = now(scope)
    return None if moment is None else _day(moment)


@builtin("add_working_days", date="day", n="number", scoped=True)
def add_working_days(scope: Scope, date: date, n: Decimal) -> Value:
    """The day that lies n working days later, or earlier when n is negative."""
    calendar, count = scope.root.names.get("calendar"), whole(n, _LONGEST)
    if count is None or not isinstance(calendar, Calendar):
        return None
    scope.spend(abs(count))
    day = _day(date)
    try:
        return None if day is None else calendar.add_working_days(day, count)
    except (ValueError, OverflowError):  # beyond the calendar
        return None


@builtin("working_days_between", from_="day", to="day", scoped=True)
def working_days_between(scope: Scope, from_: date, to: date) -> Value:
    """The working days after one day up to and including another, negative backwards."""
    calendar, first, last = scope.root.names.get("calendar"), _day(from_), _day(to)
    if first is None or last is None or not isinstance(calendar, Calendar):
        return None
    distance = abs((last - first).days)
    if distance > _LONGEST:
        return None
    scope.spend(distance)
    try:
        return Decimal(calendar.working_days_between(first, last))
    except (ValueError, OverflowError):  # beyond the calendar
        return None


def _day(moment: date) -> date | None:
    if not isinstance(moment, datetime):
        return moment
    try:
        return (moment.astimezone(ZONE) if moment.tzinfo else moment).date()
    except OverflowError:
        return None
