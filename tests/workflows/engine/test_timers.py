"""When timers ring, and in which order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from drawing import END, START, USER, XOR, after, boundary, catch, every, timer
from walking import MONDAY, Walk, drawn
from workflows import engine
from workflows.calendar import Calendar
from workflows.errors import NotOpen

HOUR = timedelta(hours=1)


def beside(event, facts=None, *, interrupts=True):
    nodes = {"s": START, "a": USER, "t": boundary("a", event, interrupts=interrupts), "late": USER, "e": END, "e2": END}
    return Walk(drawn(nodes, ["s a", "a e", "t late", "late e2"]), facts)


@pytest.mark.parametrize(
    ("kind", "text", "rings"),
    [
        ("timeDuration", "PT1H", MONDAY + HOUR),
        ("timeDuration", '"PT1H"', MONDAY + HOUR),
        ("timeDuration", "=award.wait", MONDAY + HOUR),
        ("timeDuration", "${award.wait}", MONDAY + HOUR),
        ("timeDuration", 'duration("P1D")', MONDAY + 24 * HOUR),
        ("timeDuration", "P1M", datetime(2026, 2, 5, 8, tzinfo=UTC)),
        ("timeDate", "2026-01-05T09:30:00Z", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ("timeDate", "2026-01-05T16:00:00", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("timeDate", "2026-01-05", datetime(2026, 1, 5, 17, tzinfo=UTC)),
        ("timeDate", "2020-01-01", MONDAY),
        ("timeDate", "award.deadline", datetime(2026, 1, 9, 17, tzinfo=UTC)),
        ("timeDate", "award.meeting", datetime(2026, 1, 6, 3, tzinfo=UTC)),
        ("timeDate", "award.days", datetime(2026, 1, 8, 17, tzinfo=UTC)),
        ("timeDate", "add_working_days(today(), award.days)", datetime(2026, 1, 8, 17, tzinfo=UTC)),
    ],
)
def test_a_timer_rings_when_its_text_says(kind, text, rings):
    facts = {
        "award": {
            "wait": "PT1H",
            "deadline": date(2026, 1, 9),
            "meeting": datetime(2026, 1, 6, 3, tzinfo=UTC),
            "days": 2,
        },
        "calendar": Calendar(holidays=frozenset({date(2026, 1, 7)})),
    }
    walk = beside(timer(kind, text), facts)
    if rings == MONDAY:
        assert walk.open == ["late"]
        return

    assert walk.last.wake_at == rings
    assert walk.take(engine.wake(walk.definition, walk.state, facts, now=rings - timedelta(seconds=1))).opened == ()
    assert walk.take(engine.wake(walk.definition, walk.state, facts, now=rings)).opened[0].element == "late"


@pytest.mark.parametrize("text", ["award.missing", "award.text", "true", '["PT1H"]', "1.5", "award.days"])
def test_a_time_that_is_none_is_a_problem(text):
    walk = beside(timer("timeDate", text), {"award": {"text": "soon", "days": 3}})

    assert (walk.problem, walk.last.problems[0].element) == ("no-time", "t")


def test_a_missing_time_is_named():
    walk = beside(timer("timeDate", "award.deadline"))

    assert walk.last.problems[0].values["missing"] == "award.deadline"


@pytest.mark.parametrize("length", [{"days": 40_000_000}, {"days": -3_000_000}])
def test_a_time_out_of_all_calendars_is_a_problem(length):
    walk = beside(timer("timeDuration", "award.wait"), {"award": {"wait": timedelta(**length)}})

    assert walk.problem == "no-time"


def test_an_interrupting_timer_closes_the_task():
    walk = beside(after("PT1H"))
    walk.wait(hours=1)

    assert (walk.open, [task.element for task in walk.last.closed]) == (["late"], ["a"])
    assert walk.last.walked == ("t", "small_3")


def test_completing_the_task_stops_its_timer():
    walk = beside(after("PT1H"))

    assert (walk.do("a").wake_at, walk.last.end) == (None, "e")


def test_whoever_answers_after_the_deadline_is_too_late_even_if_the_worker_slept():
    walk = beside(after("PT1H"))
    walk.now += 2 * HOUR

    with pytest.raises(NotOpen):
        walk.do("a")
    assert walk.wait().opened[0].element == "late"


def test_an_answer_in_time_rings_what_was_due_before_it_first():
    walk = beside(after("PT1H"), interrupts=False)
    walk.now += 2 * HOUR
    walk.do("a")

    assert walk.open == ["late"]
    assert walk.last.walked == ("t", "small_3", "a", "small_2", "e")


def test_timers_due_together_ring_in_due_order_at_their_own_time():
    nodes = {
        "s": START,
        "a": USER,
        "dead": boundary("a", after("PT6H")),
        "gone": USER,
        "e": END,
        "e2": END,
        "e3": END,
        "rem": boundary("a", after("PT2H"), interrupts=False),
        "pause": catch(after("PT3H")),
        "call": USER,
    }
    walk = Walk(drawn(nodes, ["s a", "a e", "dead gone", "gone e2", "rem pause", "pause call", "call e3"]))
    walk.wait(hours=20)

    assert walk.open == ["call", "gone"]
    assert [name for name in walk.last.walked if not name.startswith("small")] == ["rem", "pause", "dead"]


def test_a_cycle_rings_as_often_as_it_says():
    walk = beside(every("R3/PT2H"), interrupts=False)
    opened = [len(walk.wait(hours=2).opened) for _ in range(5)]

    assert opened == [1, 1, 1, 0, 0]
    assert walk.last.wake_at is None
    assert walk.open == ["a", "late", "late", "late"]


def test_branches_a_cycle_started_outlive_the_activity():
    walk = beside(every("R3/PT2H"), interrupts=False)
    walk.wait(hours=2)
    walk.do("a")

    assert walk.open == ["late"]
    assert walk.do("late").end == "e2"


@pytest.mark.parametrize("text", ["R/PT1M", "R/P1D", "R/P1M"])
def test_missed_rings_are_one_ring(text):
    walk = beside(every(text), interrupts=False)
    walk.wait(days=70)

    assert len(walk.last.opened) == 1
    assert walk.now < walk.last.wake_at <= walk.now + timedelta(days=31)


def test_missed_rings_count_as_rung():
    walk = beside(every("R3/PT2H"), interrupts=False)
    walk.wait(hours=5)

    assert (len(walk.last.opened), walk.last.wake_at) == (1, MONDAY + 6 * HOUR)
    walk.wait(hours=1)
    assert (len(walk.last.opened), walk.last.wake_at) == (1, None)


def test_a_cycle_may_be_computed():
    walk = beside(every('="R" + string(award.times) + "/PT2H"'), {"award": {"times": 1}}, interrupts=False)

    assert walk.last.wake_at == MONDAY + 2 * HOUR
    assert walk.wait(hours=2).wake_at is None


@pytest.mark.parametrize("interval", ["PT0S", "PT30S", "-P1D", "award.missing"])
def test_a_cycle_under_a_minute_is_a_problem(interval):
    walk = beside(every(f"R/{interval}"), interrupts=False)

    assert walk.problem == "interval"


def test_of_two_timers_after_a_gateway_only_the_first_goes_on():
    nodes = {
        "s": START,
        "g": "eventBasedGateway",
        "t1": catch(after("PT2H")),
        "t2": catch(after("PT1H")),
        "a": USER,
        "b": USER,
        "e": END,
    }
    walk = Walk(drawn(nodes, ["s g", "g t1", "g t2", "t1 a", "t2 b", "a e", "b e"]))

    assert walk.last.wake_at == MONDAY + HOUR
    walk.wait(hours=5)
    assert (walk.open, walk.last.wake_at) == (["b"], None)


def test_a_loop_of_timers_after_a_long_outage_is_no_endless_step():
    nodes = {"s": START, "m": XOR, "t": catch(after("PT1H")), "x": XOR, "e": END}
    walk = Walk(drawn(nodes, ["s m", "m t", "t x", "x m if true", "x e else"]))
    walk.wait(hours=10)
    assert len(walk.last.walked) == 60

    walk.wait(days=365)
    assert walk.problem == "step-limit"
