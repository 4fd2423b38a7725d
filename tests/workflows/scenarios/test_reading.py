from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows import scenarios
from workflows.errors import ScenarioError

GOOD = """
process: award
now: 2026-03-02T08:00:00+07:00
facts: {award: {code: BK, days: {intake: 2, appraisal: 15}}}
scenarios:
  - name: One
    facts: {award: {days: {intake: 3}}}
    steps:
      - &first {task: proposal, answers: {day: 2026-03-02}}
      - {task: ballot, tally: {yes: 7, no: 2, blank: 0, cast: 9, members: 9}, after: PT4H}
      - *first
    end: issued
  - {name: Two, now: "2026-04-01T08:00:00", steps: [{wait: P1D}]}
"""


def test_a_file_becomes_scenarios():
    one, two = scenarios.load(GOOD.encode()).scenarios

    assert (one.name, one.end, one.now) == ("One", "issued", datetime(2026, 3, 2, 1, tzinfo=UTC))
    assert one.steps[0] == one.steps[2]
    assert one.steps[1].tally == {"yes": 7, "no": 2, "blank": 0, "cast": 9, "members": 9}
    assert one.steps[1].after == timedelta(hours=4)
    assert (two.end, two.now, two.steps[0].look) == (None, datetime(2026, 4, 1, 1, tzinfo=UTC), True)


def test_own_facts_are_written_over_the_shared_ones_entry_by_entry():
    one, two = scenarios.load(GOOD.encode()).scenarios

    assert one.facts == {"award": {"code": "BK", "days": {"intake": 3, "appraisal": 15}}}
    assert two.facts["award"]["days"]["intake"] == 2


def test_dates_among_answers_are_text_as_forms_take_it():
    assert scenarios.load(GOOD.encode()).scenarios[0].steps[0].answers == {"day": "2026-03-02"}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("process: award", "proces: award", None),
        ("now: 2026-03-02T08:00:00+07:00", "now: tomorrow", None),
        ("end: issued", "ends: issued", "scenarios.1"),
        ("task: proposal", "tsk: proposal", "scenarios.1.steps.1"),
        ("yes: 7", "aye: 7", "scenarios.1.steps.2"),
        ("yes: 7", "yes: many", "scenarios.1.steps.2"),
        ("after: PT4H", "after: soon", "One, step 2"),
        ("after: PT4H", "after: P1M", "One, step 2"),
        ("after: PT4H", "after: -P1D", "One, step 2"),
        ("steps: [{wait: P1D}]", "steps: [{}]", "scenarios.2.steps.1"),
        ("{wait: P1D}", "{wait: P1D, task: x}", "scenarios.2.steps.1"),
    ],
)
def test_what_is_misspelt_is_told_by_its_place(old, new, place):
    assert old in GOOD

    with pytest.raises(ScenarioError) as refused:
        scenarios.load(GOOD.replace(old, new).encode())

    assert place in {problem.element for problem in refused.value.problems}


LEVELS = zip("abcdef", "bcdefg", strict=True)
BOMB = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [{f'*{old}, ' * 9}]\n" for old, new in LEVELS)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\xff", b"[", b"- 1", b"!!python/object/apply:os.system ['true']", b"a: *b", b" " * 2_000_000,
     BOMB.encode(), b"[" * 5000, b"&a [*a]", b"now: 2026-99-99", b"? [a]\n: b", b"{1: 2, null: 3}"],
)  # fmt: skip
def test_bytes_that_are_no_scenarios_are_refused_without_a_traceback(data):
    with pytest.raises(ScenarioError):
        scenarios.load(data)


@settings(deadline=None)
@given(
    st.integers(0, len(GOOD)), st.sampled_from(["", " ", "\n", "{", "]", "&a", "*b", "yes", "2026-13-01", "\x00", ": "])
)
def test_whatever_is_overwritten_is_read_or_refused(start, patch):
    spoilt = (GOOD[:start] + patch + GOOD[start + 3 :]).encode()

    assert all(problem.text for problem in attempt(spoilt))


def attempt(data):
    try:
        scenarios.load(data)
    except ScenarioError as refused:
        return refused.problems
    return ()
