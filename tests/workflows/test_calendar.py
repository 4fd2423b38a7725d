from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendar import Calendar, end_of_day, local_day
from workflows.errors import CalendarError

TABLE = (Path(__file__).parents[2] / "service/data/calendar.yaml").read_bytes()
OFFICIAL = Calendar.load(TABLE)

FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)


def test_weekends_are_not_worked():
    assert Calendar().is_working(FRIDAY)
    assert not Calendar().is_working(FRIDAY + timedelta(days=1))
    assert Calendar().add_working_days(FRIDAY, 1) == MONDAY
    assert Calendar().add_working_days(MONDAY, -1) == FRIDAY


def test_no_working_days_later_is_the_same_day():
    assert Calendar().add_working_days(date(2026, 3, 7), 0) == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết Bính Ngọ
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Hùng Kings fall on a Sunday, made good on Monday
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # a Saturday worked for Monday 31 August
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2027, 2, 4), 1, date(2027, 2, 12)),
        (date(2027, 4, 29), 1, date(2027, 5, 4)),
        (date(2027, 9, 1), 1, date(2027, 9, 6)),
    ],
)
def test_public_holidays_are_skipped(start, days, end):
    assert OFFICIAL.add_working_days(start, days) == end
    assert OFFICIAL.working_days_between(start, end) == days


def test_the_table_covers_two_years_and_every_row_says_its_legal_basis():
    rows = yaml.safe_load(TABLE)

    assert [OFFICIAL.covers(year) for year in (2025, 2026, 2027, 2028)] == [False, True, True, False]
    assert all(row["basis"] for row in rows)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)


@pytest.mark.parametrize("year", [2026, 2027])
def test_each_year_has_at_least_the_eleven_days_of_the_labour_code(year):
    free_weekdays = [day for day in OFFICIAL.holidays if day.year == year and day.weekday() < 5]
    made_up = [day for day in OFFICIAL.workdays if day.year == year]

    assert len(free_weekdays) - len(made_up) == 12  # eleven, and the Culture Day still to be confirmed


days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(days, days)
def test_counting_agrees_with_looking_at_each_day(one, other):
    start, end = sorted((one, other))
    looked_at = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]

    counted = OFFICIAL.working_days_between(start, end)

    assert counted == sum(OFFICIAL.is_working(day) for day in looked_at)
    assert OFFICIAL.working_days_between(end, start) == -counted


@given(days, st.integers(1, 300))
def test_adding_lands_on_a_working_day_that_many_days_on(start, n):
    end = OFFICIAL.add_working_days(start, n)

    assert OFFICIAL.is_working(end)
    assert OFFICIAL.working_days_between(start, end) == n


@pytest.mark.parametrize(("day", "n"), [(MONDAY, 10_001), (date(9999, 12, 30), 5), (date(1, 1, 2), -9)])
def test_what_no_date_can_hold_is_refused(day, n):
    with pytest.raises(ValueError, match="working day"):
        Calendar().add_working_days(day, n)


def test_a_day_ends_at_midnight_in_viet_nam():
    assert end_of_day(date(2026, 3, 6)) == datetime(2026, 3, 6, 17, tzinfo=UTC)
    assert local_day(datetime(2026, 3, 6, 17, tzinfo=UTC)) == date(2026, 3, 7)


GOOD = "{date: 2026-01-01, name: Tết, kind: holiday, basis: law}"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe\xff", "not YAML"),
        (b"[", "not YAML"),
        (b"!!python/object/apply:os.system ['true']", "not YAML"),
        (b"a: b", "not a list"),
        (b"[3]", "only date, name"),
        (b"[{date: tomorrow}]", "yyyy-mm-dd"),
        (b"[{date: 2026-01-01 10:00:00}]", "yyyy-mm-dd"),
        (b"[{date: 2026-01-01, name: x, kind: feast, basis: y}]", "neither"),
        (b"[{date: 2026-01-01, name: x, kind: holiday}]", "legal basis"),
        (f"[{GOOD}, {GOOD}]".encode(), "stands twice"),
    ],
)
def test_a_table_that_says_something_else_is_refused(data, reason):
    with pytest.raises(CalendarError, match=reason):
        Calendar.load(data)
