"""When a task is due, and when its people are reminded."""

from datetime import UTC, date, datetime

import pytest

from service import deadlines
from workflows.graph import Node

MONDAY = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
LATE_ON_FRIDAY = datetime(2026, 11, 6, 16, 59, tzinfo=UTC)


def due(text, now=MONDAY, **facts):
    return deadlines.due_on(Node("t", "userTask", "T", "p", due=text), {"now": now, **facts}, now)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3", date(2026, 11, 5)),
        ("award.days.review", date(2026, 11, 9)),
        ('date("2026-11-20")', date(2026, 11, 20)),
        ('date and time("2026-11-20T20:00:00Z")', date(2026, 11, 21)),
        ('duration("P2D")', date(2026, 11, 4)),
        (None, date(2026, 11, 16)),
        ("award.days.unheard", date(2026, 11, 16)),
        ("1000000", date(2026, 11, 16)),
        ("-3", date(2026, 11, 16)),
    ],
)
def test_a_task_is_due_as_its_diagram_says(text, day):
    assert due(text, award={"days": {"review": 5}}) == day


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, None),
        ("award.days.review", None),
        ('date("2026-11-20")', None),
        ('duration("P2D")', None),
        ("award.days.unheard", "award.days.unheard"),
        ("award.days.unheard + 2", "award.days.unheard"),
        ("1000000", "1000000"),
        ("-3", "-3"),
    ],
)
def test_what_a_deadline_lacks_is_named(text, told):
    node = Node("t", "userTask", "T", "p", due=text)

    assert deadlines.missing(node, {"award": {"days": {"review": 5}}}) == told


def test_days_count_from_the_local_day():
    assert due("1", now=LATE_ON_FRIDAY) == date(2026, 11, 9)
    assert due("1", now=LATE_ON_FRIDAY.replace(hour=17)) == date(2026, 11, 9)


@pytest.mark.parametrize("days", ["0", "1"])
def test_what_is_due_at_once_is_due_on_the_first_day_that_is_worked(days):
    on_sunday = MONDAY.replace(day=8)

    assert due(days, now=on_sunday) == date(2026, 11, 9)


def test_what_is_due_at_once_is_due_today_on_a_day_that_is_worked():
    assert due("0") == MONDAY.date()


def test_people_are_reminded_so_many_working_days_before():
    node = Node("t", "userTask", "T", "p", remind="2")

    assert deadlines.remind_on(node, date(2026, 11, 9), {}) == date(2026, 11, 5)


def test_where_nothing_is_said_people_are_told_as_soon_as_it_is_overdue():
    friday = date(2026, 11, 6)

    assert deadlines.remind_on(Node("t", "userTask", "T", "p"), friday, {}) == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("told_on", "again_on"),
    [
        (date(2026, 11, 4), date(2026, 11, 9)),
        (date(2026, 11, 6), date(2026, 11, 9)),
        (date(2026, 11, 9), date(2026, 11, 16)),
        (date(2027, 1, 4), date(2027, 1, 11)),
    ],
)
def test_people_are_told_again_once_it_is_overdue_and_then_every_five_working_days_from_today(told_on, again_on):
    assert deadlines.remind_next(date(2026, 11, 6), told_on) == again_on


@pytest.mark.parametrize(("today", "left"), [(5, 2), (8, 1), (9, 0), (10, -1), (16, -5)])
def test_days_left_count_down_and_then_below_nothing(today, left):
    assert deadlines.working_days_left(date(2026, 11, 9), date(2026, 11, today)) == left


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 9, 30), None),
        (date(2027, 10, 1), 2028),
        (date(2028, 1, 3), 2028),
        (date(2025, 5, 1), 2025),
    ],
)
def test_from_october_on_the_holidays_of_the_coming_year_are_missed(today, year):
    assert deadlines.year_without_holidays(today) == year
