"""Dates, times, durations, the present moment and working days."""

from datetime import UTC, date, datetime

import pytest

from feel_tables import NOON, exactly, rows, value_of
from workflows.calendar import Calendar

TET = Calendar(holidays=frozenset(date(2026, 2, day) for day in (16, 17, 18, 19, 20)))

MAKING = """
date("2026-01-31") -> "2026-01-31"
date("2026-02-30") -> null
date("2026-1-1") -> null
date("20260101") -> null
date("0000-01-01") -> null
date(2026, 1, 31) -> "2026-01-31"
date(2026, 13, 1) -> null
date(2026, 1.5, 1) -> null
date(date and time("2026-01-31T10:00:00")) -> "2026-01-31"
date(year: 2026, month: 1, day: 2) -> "2026-01-02"
date(from: "2026-01-31") -> "2026-01-31"
date(5) -> null
date(null) -> null
time("10:00:00") -> "10:00:00"
time("10:00:00Z") -> "10:00:00Z"
time("10:00:00+07:00") -> "10:00:00+07:00"
time("10:00") -> null
time("24:00:00") -> null
time("10:00:00+15:00") -> null
time("10:00:00@Asia/Ho_Chi_Minh") -> null
time(10, 30, 15.5) -> "10:30:15.500000"
time(10, 30, 0, @"PT7H") -> "10:30:00+07:00"
time(25, 0, 0) -> null
time(date and time("2026-01-31T10:00:00Z")) -> "10:00:00Z"
date and time("2026-01-31T10:00:00") -> "2026-01-31T10:00:00"
date and time("2026-01-31") -> "2026-01-31T00:00:00"
date and time("2026-01-31T") -> null
date and time("2026-01-31T10:00:00@Asia/Ho_Chi_Minh") -> "2026-01-31T10:00:00@Asia/Ho_Chi_Minh"
date and time("2026-01-31T10:00:00@Mars/Base") -> null
date and time("2026-01-31T10:00:00Z@Asia/Ho_Chi_Minh") -> null
date and time(date("2026-01-31"), time("10:00:00")) -> "2026-01-31T10:00:00"
date_and_time("2026-01-31T10:00:00Z") -> "2026-01-31T10:00:00Z"
duration("P1Y2M") -> "P1Y2M"
duration("-P14M") -> "-P1Y2M"
duration("P1DT2H3M4S") -> "P1DT2H3M4S"
duration("PT36H") -> "P1DT12H"
duration("PT0S") -> "PT0S"
duration("P0M") -> "P0M"
duration("P") -> null
duration("P1DT") -> null
duration("P1Y1D") -> null
duration("1D") -> null
duration("P999999999D") -> "P999999999D"
duration("P999999999DT24H") -> null
years and months duration(@"2025-01-15", @"2026-03-14") -> "P1Y1M"
years and months duration(@"2026-03-14", @"2025-01-15") -> "-P1Y1M"
years and months duration(@"2026-01-31", @"2026-02-28") -> "P1M"
"""

PARTS = """
@"2026-01-31".year -> 2026
@"2026-01-31".month -> 1
@"2026-01-31".day -> 31
@"2026-01-31".weekday -> 6
@"2026-01-31".hour -> null
@"2026-01-31T10:20:30.5+07:00".hour -> 10
@"2026-01-31T10:20:30.5+07:00".second -> 30.5
@"2026-01-31T10:20:30+07:00".time offset -> "PT7H"
@"2026-01-31T10:20:30+07:00".time_offset = @"PT7H" -> true
@"2026-01-31T10:20:30".time offset -> null
@"2026-01-31T10:20:30@Asia/Ho_Chi_Minh".timezone -> "Asia/Ho_Chi_Minh"
@"10:20:30".minute -> 20
@"P1DT2H3M4S".days -> 1
@"P1DT2H3M4S".hours -> 2
@"P1DT2H3M4S".minutes -> 3
@"P1DT2H3M4S".seconds -> 4
@"-P1DT2H".days -> -1
@"-P1DT2H".hours -> -2
@"P14M".years -> 1
@"P14M".months -> 2
@"P14M".days -> null
day of week(@"2026-01-31") -> "Saturday"
day of year(@"2026-02-01") -> 32
month of year(@"2026-02-01") -> "February"
week of year(@"2026-01-01") -> 1
week of year(@"2027-01-01") -> 53
"""

ARITHMETIC = """
@"2026-01-31" + @"P1M" -> "2026-02-28"
@"2026-03-31" - @"P1M" -> "2026-02-28"
@"P1Y" + @"2024-02-29" -> "2025-02-28"
@"2026-01-31" + @"P1D" -> "2026-02-01"
@"2026-01-31" - @"PT1H" -> "2026-01-30"
@"2026-01-31T10:00:00" + @"PT15H" -> "2026-02-01T01:00:00"
@"2026-01-31T10:00:00Z" - @"P1M" -> "2025-12-31T10:00:00Z"
@"23:00:00" + @"PT2H" -> "01:00:00"
@"01:00:00" - @"PT2H" -> "23:00:00"
@"2026-02-01" - @"2026-01-31" -> "P1D"
@"2026-02-01T12:00:00" - @"2026-02-01" -> "PT12H"
@"2026-02-01T07:00:00+07:00" - @"2026-02-01T00:00:00Z" -> "PT0S"
@"2026-02-01T07:00:00+07:00" - @"2026-02-01T00:00:00" -> null
@"10:00:00" - @"09:30:00" -> "PT30M"
@"P1D" + @"PT1H" -> "P1DT1H"
@"P1D" - @"PT25H" -> "-PT1H"
@"P1Y" + @"P1M" -> "P1Y1M"
@"P1Y" + @"P1D" -> null
@"P1D" * 2.5 -> "P2DT12H"
2 * @"P1Y" -> "P2Y"
@"P1D" / 2 -> "PT12H"
@"P1D" / @"PT6H" -> 4
@"P1Y" / @"P5M" -> 2.4
@"P1Y" / 5 -> "P2M"
@"P1D" / 0 -> null
@"P1D" * 1e30 -> null
-@"P1D" -> "-P1D"
-@"P1Y" -> "-P1Y"
@"9999-12-31" + @"P1D" -> null
@"9999-12-31" + @"P1M" -> null
@"2026-01-31" + @"2026-01-31" -> null
@"2026-01-31" + 1 -> null
@"P1D" - @"2026-01-31" -> null
"""

PRESENT = """
now() -> "2026-11-22T05:00:00Z"
today() -> "2026-11-22"
now() + @"P1D" > now() -> true
today() = date(now()) -> true
add_working_days(@"2026-02-13", 1) -> "2026-02-23"
add_working_days(@"2026-02-23", -1) -> "2026-02-13"
add_working_days(@"2026-02-13", 0) -> "2026-02-13"
add_working_days(date: @"2026-02-13", n: 2) -> "2026-02-24"
add_working_days(@"2026-02-13", 1.5) -> null
add_working_days(@"2026-02-13", 5000) -> null
add_working_days(@"9999-12-31", 10) -> null
add_working_days("2026-02-13", 1) -> null
add_working_days(null, 1) -> null
working_days_between(@"2026-02-13", @"2026-02-24") -> 2
working_days_between(@"2026-02-24", @"2026-02-13") -> -2
working_days_between(@"2026-02-13", @"2026-02-13") -> 0
working_days_between(@"0001-01-01", @"9999-01-01") -> null
working_days_between(from: @"2026-02-13", to: @"2026-02-23") -> 1
working_days_between(@"2026-02-12T20:00:00Z", @"2026-02-23") -> 1
"""


@pytest.mark.parametrize(("text", "value"), rows(MAKING))
def test_dates_are_made_from_text_and_parts(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(PARTS))
def test_dates_have_parts(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(ARITHMETIC))
def test_dates_and_durations_are_calculated(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(PRESENT))
def test_the_present_and_the_calendar_come_from_the_host(text, value):
    assert exactly(value_of(text, now=NOON, calendar=TET)) == exactly(value)


def test_today_is_the_day_in_vietnam():
    evening = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

    assert value_of("today()", now=evening) == "2026-11-23"


@pytest.mark.parametrize("text", ["now()", "today()", 'add_working_days(@"2026-02-13", 1)'])
def test_without_a_clock_or_calendar_there_is_no_value(text):
    assert value_of(text) is None


def test_the_last_moment_there_is_has_no_day_in_vietnam():
    assert value_of("today()", now=datetime.max.replace(tzinfo=UTC)) is None
