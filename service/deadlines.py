"""When a task is due and when its people are reminded, in working days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeGuard

from service.clock import local_date
from service.facts import calendar
from workflows import feel
from workflows.graph import Node

DEFAULT_DAYS = 10
"""Working days for a task whose diagram says nothing; where it says what cannot be used, `missing` tells so."""
MOST_DAYS = 2500
"""About ten years."""
REPEAT_DAYS = 5
"""Working days until people are told again that a task is overdue."""

_NOTICE = 10
"""From this month on deadlines reach into the next year, whose holidays should have been announced."""


def due_on(node: Node, facts: Mapping[str, Any], now: datetime) -> date:
    """The last day on which the task is in time (`vd:due`: working days from today, a day, a moment or a duration)."""
    value = feel.compile(node.due).evaluate(facts) if node.due else None
    today = local_date(now)
    if isinstance(value, datetime):
        return local_date(value)
    if isinstance(value, date):
        return value
    if isinstance(value, timedelta):
        return local_date(now + value)
    days = int(value) if _is_number_of_days(value) else DEFAULT_DAYS
    return within(days, today)


def missing(node: Node, facts: Mapping[str, Any]) -> str | None:
    """What a given `vd:due` has no usable value for, as "award.days.review"; None when it has one or nothing is given.

    Where no path it reads is empty, the whole expression.
    """
    if not node.due:
        return None
    value, reads = feel.compile(node.due).evaluate_reading(facts)
    if _is_number_of_days(value) or isinstance(value, (date, timedelta)):
        return None
    return ", ".join(path for path, found in reads.items() if found is None) or node.due


def remind_on(node: Node, due: date, facts: Mapping[str, Any]) -> date:
    """The first day on which whoever is to act is told.

    `vd:remind` says it (working days before it is due, or a day); else it is the first day on which it is overdue.
    """
    value = feel.compile(node.remind).evaluate(facts) if node.remind else None
    if _is_number_of_days(value):
        return after(-int(value), due)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return after(1, due)


def remind_next(due: date, today: date) -> date:
    """The next day on which people are told, after they have been told today: what was missed is not made up for."""
    overdue = after(1, due)
    return overdue if overdue > today else after(REPEAT_DAYS, today)


def within(days: int, today: date) -> date:
    """The last day of so many working days; what is due at once on a day off is due on the next that is worked."""
    return after(days or int(not calendar().is_working(today)), today)


def after(days: int, today: date) -> date:
    """The day on which so many working days are over; a negative number lies in the past."""
    return calendar().add_working_days(today, days)


def working_days_left(due: date, today: date) -> int:
    """Working days until it is due, 0 on the day itself, negative when it is overdue."""
    return calendar().working_days_between(today, due)


def year_without_holidays(today: date) -> int | None:
    """The year in which, for lack of its holidays, only weekends are free: this one, or from October on the next."""
    years = [today.year, today.year + 1] if today.month >= _NOTICE else [today.year]
    return next((year for year in years if not calendar().covers(year)), None)


def _is_number_of_days(value: Any) -> TypeGuard[Decimal]:
    return isinstance(value, Decimal) and 0 <= value <= MOST_DAYS
