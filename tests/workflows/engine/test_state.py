"""The saved state: small, the same after many laps, and refused when anything about it is wrong."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing import AND, END, START, USER, XOR, after, boundary, element, every, script, subprocess
from walking import MONDAY, Walk, drawn
from workflows import engine
from workflows.errors import NotOpen, StateError

BALLOT = element("userTask", 'vd:roster="council.members"', "<multiInstanceLoopCharacteristics/>")
DOSSIER = drawn(
    {
        "s": START,
        "again": XOR,
        "propose": USER,
        "unit_approve": USER,
        "cluster_review": USER,
        "reviewed": XOR,
        "ballot": BALLOT,
        "voted": XOR,
        "sign": USER,
        "publish": script("{code: dossier.code, yes: ballot.yes}"),
        "issued": END,
        "rejected": END,
    },
    [
        "s again",
        "again propose",
        "propose unit_approve",
        "unit_approve cluster_review",
        "cluster_review reviewed",
        'reviewed again if cluster_review.outcome = "return"',
        "reviewed ballot else",
        "ballot voted",
        "voted sign if ballot.yes * 3 >= ballot.members * 2",
        "voted rejected else",
        "sign publish",
        "publish issued",
    ],
)
FACTS = {"council": {"members": [f"person-{n}" for n in range(200)]}, "dossier": {"code": "HS-2026-000123"}}
NOON, HOURLY = "2026-01-05T05:00:00+00:00", '@"PT1H"'
FORKED = drawn(
    {
        "s": START,
        "f": AND,
        "a": USER,
        "t": boundary("a", after("PT5H")),
        "late": END,
        "r": boundary("a", every("R3/PT1H"), interrupts=False),
        "told": END,
        "p": subprocess("p", {"ps": START, "k": USER, "pe": END}, ["ps k", "k pe"]),
        "j": AND,
        "e": END,
    },
    ["s f", "f a", "f p", "a j", "p j", "j e", "t late", "r told"],
)


def walked_to_the_ballot(returns):
    walk = Walk(DOSSIER, FACTS)
    for outcome in ["return"] * returns + ["recommend"]:
        walk.do("propose", achievement="x" * 4000)
        walk.do("unit_approve", outcome="approve")
        walk.do("cluster_review", outcome=outcome, opinion="x" * 4000)
    return walk


def test_a_dossier_is_small_and_the_same_after_twenty_returns():
    straight, returned = walked_to_the_ballot(0), walked_to_the_ballot(20)

    assert len(straight.state) == len(returned.state) < 300


def test_every_state_on_the_straight_way_is_under_a_kilobyte():
    walk = walked_to_the_ballot(0)
    walk.do("ballot", yes=180, no=20, blank=0, cast=200, members=200)
    assert len(walk.state) < 1000

    assert walk.do("sign").end == "issued"
    assert len(walk.state) < 1000


def damaged():
    """States that are nearly right."""
    walk = Walk(FORKED)
    walk.do("k")
    good = orjson.loads(walk.state)
    ring, join = good["tokens"]
    task, event, _ = ring["ring"]
    yield from ({}, [], None, 1, "x", {"format": 1}, {**good, "format": 2}, {**good, "extra": 1})
    yield from ({**good, name: wrong} for name in good for wrong in (None, [1], {"a": []}, "x", 3))
    yield from ({**good, "done": True}, {**good, "tokens": []})
    for token in (
        {},
        {"at": "nowhere"},
        {"at": "f"},
        {"at": "j"},
        {"at": "j", "via": "f"},
        {"at": "j", "via": ["a"]},
        {"at": "a"},
        {**task, "id": "x"},
        {**task, "id": 5},
        {**task, "more": 1},
        {"at": "p"},
        {"at": "p", "inside": 3},
        {"at": "p", "inside": [{"at": "a", "id": "0" * 32}]},
        {"ring": []},
        {"ring": {}},
        {"ring": [event]},
        {"ring": [task, {"at": "t", "due": {"t": "soon"}}]},
        {"ring": [task, {"at": "t", "due": {"t": 5}}]},
        {"ring": [task, {"at": "t", "due": {"t": "2026-01-05T09:00:00"}}]},
        {"ring": [task, {"at": "t", "due": {"t": [NOON, 3, "1"]}}]},
        {"ring": [task, {"at": "t", "due": {"u": NOON}}]},
        {"ring": [task, {"at": "r", "due": {"r": NOON}}]},
        {"ring": [task, {"at": "r", "due": {"r": [NOON]}}]},
        {"ring": [task, {"at": "r", "due": {"r": [NOON, "3", HOURLY]}}]},
        {"ring": [task, {"at": "r", "due": {"r": [NOON, 3, "1 +"]}}]},
        {"ring": [task, {"at": "r", "due": {"r": [NOON, 3, "null"]}}]},
        {"ring": [task, {"at": "t", "due": []}]},
        None,
        7,
    ):
        yield {**good, "tokens": [token, join]}
    yield {**good, "tokens": [ring, ring]}


@pytest.mark.parametrize("saved", list(damaged()))
def test_a_damaged_state_is_refused(saved):
    with pytest.raises(StateError):
        engine.wake(FORKED, orjson.dumps(saved), {}, now=MONDAY)


@pytest.mark.parametrize("state", [b"", b"\x00", b"{", b"[" * 5000, "{}".encode("utf-16")])
def test_bytes_that_are_no_state_are_refused(state):
    with pytest.raises(StateError):
        engine.open_tasks(FORKED, state)


def test_a_state_of_another_definition_is_refused():
    with pytest.raises(StateError, match="belongs to"):
        engine.open_tasks(FORKED, Walk(DOSSIER, FACTS).state)


STATE = Walk(FORKED).state


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(STATE) - 1), st.binary(max_size=3), st.integers(0, 30))
def test_any_damage_is_refused_or_harmless(position, put, drop):
    """Damage may hit an id or a time, and still be a state; it never is another kind of error."""
    state = STATE[:position] + put + STATE[position + drop :]
    try:
        outcome = engine.wake(FORKED, state, {}, now=MONDAY)
        for task in engine.open_tasks(FORKED, outcome.state):
            engine.complete(FORKED, outcome.state, task.id, {}, {}, now=MONDAY)
    except (StateError, NotOpen):
        pass
