import pytest

from sound_bundle import bundle
from workflows import scenarios
from workflows.definition import compile_bundle

PROCESS = compile_bundle(bundle())

HEAD = """
process: main
now: 2026-03-02T08:00:00+07:00
facts:
  award: {threshold: 0.5, days: 3, ready: false}
  council: {members: [an, ba]}
scenarios:
  - name: A story
"""
REVIEWED = (
    "{task: cluster_review, answers: {outcome: recommend, met_on: 02/03/2026, members: 2, sure: true}, "
    "expect: {open: [ballot], stage: Vote}}"
)
PASSED = "{task: ballot, tally: {yes: 2, no: 0, cast: 2, members: 2}, after: P1D, expect_open: []}"
PRINTED = "{task: printing.press, answers: {outcome: recommend, met_on: 2026-03-12}}"
READY = "facts: {award: {ready: true}}"


def story(*steps, end="null", facts=""):
    drawn = "\n".join(f"      - {step}" for step in steps)
    return scenarios.load(
        f"{HEAD}    {facts or 'facts: {}'}\n    steps:\n{drawn}\n    end: {end}\n".encode()
    ).scenarios[0]


def differences(*steps, **rest):
    return [(problem.rule, problem.element, problem.text) for problem in scenarios.play(PROCESS, story(*steps, **rest))]


def test_a_process_that_does_what_is_told_has_no_differences():
    told = (REVIEWED, PASSED, "{wait: P7D, expect_open: [press]}", PRINTED)

    assert differences(*told, end="done", facts=READY) == []


def test_a_timer_rings_while_time_passes():
    assert differences(REVIEWED, "{wait: P31D}", end="rejected") == []


def test_an_answer_may_come_after_a_while():
    assert differences(REVIEWED, "{signal: stop, after: P2D}", end="rejected") == []


def test_a_withdrawal_ends_the_path():
    assert differences(REVIEWED, "{cancel: true}", end="cancelled") == []


@pytest.mark.parametrize(
    ("steps", "rest", "rule", "place", "words"),
    [
        ([REVIEWED], {"end": "done"}, "end", "A story / 1", "It ends at -, not at done."),
        ([PASSED], {}, "not-open", "A story / 1", "ballot is not open; open are: cluster_review."),
        (["{expect_open: [ballot]}"], {}, "open", "A story / 1", "Open are cluster_review, not ballot."),
        (["{expect: {stage: Vote}}"], {}, "stage", "A story / 1", "The stage is -, not Vote."),
        (["{signal: stop}"], {}, "nobody-waits", "A story / 1", "Nothing waits for stop."),
        (["{cancel: true}", "{cancel: true}"], {}, "not-open", "A story / 2", "It has ended and cannot be withdrawn."),
        (
            ["{task: cluster_review, answers: {outcome: retrun, met_on: 02/03/2026}}"],
            {},
            "answers",
            "A story / 1",
            "cluster_review does not take these answers: outcome: Choose one of the options.",
        ),
        (
            ["{task: cluster_review, tally: {yes: 1, no: 0, cast: 1, members: 1}}"],
            {},
            "tally",
            "A story / 1",
            "cluster_review is answered by a tally if and only if it is a panel.",
        ),
    ],
)
def test_the_first_difference_is_told_with_its_step(steps, rest, rule, place, words):
    assert differences(*steps, **rest) == [(rule, place, words)]


def test_a_step_the_engine_cannot_make_is_a_difference():
    [(rule, place, words)] = differences(REVIEWED, PASSED, facts="facts: {award: {threshold: null}}")

    assert (rule, place) == ("problem", "A story / 2")
    assert "award.threshold" in words


def test_the_ends_that_scenarios_reach_are_gathered():
    told = [
        story(REVIEWED, "{cancel: true}", end="cancelled"),
        story(REVIEWED, "{wait: P31D}", end="rejected"),
        story("{wait: P1D}"),
    ]

    assert scenarios.ends_reached(PROCESS, told) == {"cancelled", "rejected"}
