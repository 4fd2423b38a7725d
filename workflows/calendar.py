"""The working calendar: which days are worked, and counting in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Self

import yaml

from workflows.errors import CalendarError, Problem, msg

ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Viet Nam has had no summer time since 1975, so no time zone database is needed."""

FARTHEST = 10_000
"""The most working days that can be counted at once (about 40 years)."""

_DAY = timedelta(days=1)
_COLUMNS = frozenset({"date", "name", "kind", "basis", "status"})


@dataclass(frozen=True)
class Calendar:
    """Five-day weeks without the holidays, and with the weekend days that are worked to make up for one."""

    holidays: frozenset[date] = field(default_factory=frozenset)
    workdays: frozenset[date] = field(default_factory=frozenset)

    @classmethod
    def load(cls, data: bytes) -> Self:
        """Return the calendar of a YAML or JSON list of {date, name, kind: holiday | workday, basis}.

        `status: expected` marks a row whose yearly notice is still to come; it counts. Raises CalendarError.
        """
        rows = _rows(data)
        return cls(_days(rows, "holiday"), _days(rows, "workday"))

    def covers(self, year: int) -> bool:
        """Whether the table has rows of that year; without, only weekends are free."""
        return any(day.year == year for day in self.holidays)

    def is_working(self, day: date) -> bool:
        """Whether offices are open that day."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after the day (before it when n is negative); the day itself for 0.

        Raises ValueError beyond 10,000 working days or the years a date can have.
        """
        if abs(n) > FARTHEST:
            raise ValueError(f"{n} working days are too many")
        step, left = (_DAY if n > 0 else -_DAY), abs(n)
        try:
            while left:
                day += step
                left -= self.is_working(day)
        except OverflowError:
            raise ValueError("the working day is beyond the calendar") from None
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return the number of working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        weeks, rest = divmod((end - start).days, 7)
        weekdays = weeks * 5 + sum((start + n * _DAY).weekday() < 5 for n in range(1, rest + 1))
        made_up = sum(start < day <= end and day.weekday() >= 5 for day in self.workdays)
        free = sum(start < day <= end and day.weekday() < 5 for day in self.holidays - self.workdays)
        return weekdays + made_up - free


def end_of_day(day: date) -> datetime:
    """Return the moment the local day ends, which is the start of the next, in UTC."""
    return datetime.combine(day + _DAY, time(), ZONE).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """Return the local day of an aware moment."""
    return moment.astimezone(ZONE).date()


def _rows(data: bytes) -> list[dict[str, Any]]:
    try:
        rows = yaml.safe_load(data)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _refusal(msg("The calendar is not YAML: {reason}."), reason=str(error)) from None
    if not isinstance(rows, list):
        raise _refusal(msg("The calendar is not a list of days."))
    for number, row in enumerate(rows, start=1):
        _check(number, row)
    if len({row["date"] for row in rows}) < len(rows):
        raise _refusal(msg("A day stands twice in the calendar."))
    return rows


def _check(number: int, row: object) -> None:
    if not isinstance(row, dict) or not row.keys() <= _COLUMNS:
        raise _refusal(msg("Day {number}: only date, name, kind, basis and status are known."), number=number)
    if type(row.get("date")) is not date:
        raise _refusal(msg("Day {number}: the date is not written as yyyy-mm-dd."), number=number)
    if row.get("kind") not in ("holiday", "workday"):
        raise _refusal(msg("Day {number}: the kind is neither holiday nor workday."), number=number)
    if not all(isinstance(row.get(column), str) and row[column] for column in ("name", "basis")):
        raise _refusal(msg("Day {number}: the name or the legal basis is missing."), number=number)


def _days(rows: Iterable[dict[str, Any]], kind: str) -> frozenset[date]:
    return frozenset(row["date"] for row in rows if row["kind"] == kind)


def _refusal(message: str, **values: object) -> CalendarError:
    return CalendarError(Problem("calendar", message, values=values))
