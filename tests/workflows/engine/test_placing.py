"""Tokens at named elements."""

import pytest

from drawing import AND, END, START, USER, XOR, after, boundary, call, process, subprocess
from walking import MONDAY, Walk, drawn
from workflows import engine

CALLED = process("called", {"cs": START, "k": USER, "ce": END}, ["cs k", "k ce"])
PART = subprocess("p", {"ps": START, "c": call("called"), "q": USER, "pe": END}, ["ps c", "c q", "q pe"])
NODES = {
    "s": START,
    "f": AND,
    "p": PART,
    "late": boundary("p", after("PT5H")),
    "gone": END,
    "a": USER,
    "j": AND,
    "way": XOR,
    "ok": USER,
    "e": END,
}
FLOWS = ["s f", "f p", "f a", "p j", "a j", "j way", 'way ok if a.outcome = "go"', "way e else", "ok e", "late gone"]


def placed(*places, results=None):
    walk = Walk(drawn(NODES, FLOWS, CALLED))
    walk.tasks.clear()
    walk.take(engine.place(walk.definition, places, {}, now=MONDAY, results=results))
    return walk


def test_tokens_stand_where_they_are_put_and_go_on_from_there():
    walk = placed(("p", "c", "k"), ("a",))
    assert walk.open == ["a", "k"]

    walk.do("k")
    walk.do("q")
    assert walk.do("a", outcome="go").opened[0].element == "ok"


def test_events_beside_an_activity_begin_to_listen():
    walk = placed(("p", "q"), ("a",))

    assert walk.last.wake_at is not None
    assert walk.wait(hours=5).walked[0] == "late"


def test_a_sub_process_named_alone_begins():
    assert placed(("p",), ("a",)).open == ["a", "k"]


def test_a_gateway_decides_at_once_on_the_results_given():
    assert placed(("way",), results={"a": {"outcome": "go", "opinion": "x"}}).open == ["ok"]
    assert placed(("way",), results={"a": {"outcome": "no"}}).last.end == "e"


def test_only_results_that_are_read_are_kept():
    assert b"opinion" not in placed(("ok",), results={"a": {"outcome": "go", "opinion": "x"}}).state


@pytest.mark.parametrize(
    "place", [("nowhere",), ("a", "k"), ("p", "nowhere"), ("late",), ("Start",), ("p.BoundaryEventSplit",)]
)
def test_a_place_that_does_not_exist_is_a_problem(place):
    walk = placed(place)

    assert (walk.problem, walk.state) == ("place", b"")


def test_no_place_at_all_is_a_problem():
    assert placed().problem == "place"
