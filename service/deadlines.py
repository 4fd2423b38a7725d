"""When a task is due and when its people are reminded, in working days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from service.clock import local_date
from service.facts import calendar
from workflows import feel
from workflows.graph import Node

DEFAULT_DAYS = 10
"""Working days for a task whose diagram or award says nothing."""


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
    days = int(value) if isinstance(value, Decimal) else DEFAULT_DAYS
    return calendar().add_working_days(today, days)


def remind_on(node: Node, due: date, facts: Mapping[str, Any]) -> date | None:
    """The day on which whoever is to act is reminded (`vd:remind`: working days before it is due, or a day)."""
    value = feel.compile(node.remind).evaluate(facts) if node.remind else None
    if isinstance(value, Decimal):
        return calendar().add_working_days(due, -int(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return None


def after(days: int, today: date) -> date:
    """The day on which so many working days are over; a negative number lies in the past."""
    return calendar().add_working_days(today, days)


def working_days_left(due: date, today: date) -> int:
    """Working days until it is due, 0 on the day itself, negative when it is overdue."""
    return calendar().working_days_between(today, due)
