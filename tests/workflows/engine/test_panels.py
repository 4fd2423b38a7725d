"""Panels: one task of the engine, answered by several people outside it."""

import pytest

from drawing import END, START, XOR, element
from walking import Walk, drawn
from workflows import engine

BALLOT = element("userTask", 'vd:roster="council.members" vd:rule="all"', "<multiInstanceLoopCharacteristics/>")
NODES = {"s": START, "ballot": BALLOT, "way": XOR, "won": END, "lost": END}
FLOWS = [
    "s ballot",
    "ballot way",
    "way won if ballot.yes >= ceiling(ballot.members * award.threshold)",
    "way lost else",
]


def council(*members):
    return {"council": {"members": list(members)}, "award": {"threshold": 0.7}}


def test_a_panel_opens_as_one_task_with_its_roster():
    walk = Walk(drawn(NODES, FLOWS), council("an", "bình", "chi"))

    [task] = walk.last.opened
    assert task.roster == ("an", "bình", "chi")
    assert [later.roster for later in engine.open_tasks(walk.definition, walk.state)] == [()]


@pytest.mark.parametrize(("yes", "end"), [(6, "lost"), (7, "won"), (9, "won")])
def test_its_tally_decides_the_way(yes, end):
    walk = Walk(drawn(NODES, FLOWS), council(*"abcdefghi"))

    assert walk.do("ballot", yes=yes, no=9 - yes, blank=0, cast=9, members=9).end == end


@pytest.mark.parametrize("facts", [{}, council(), {"council": {"members": [1, 2]}}, {"council": {"members": "an"}}])
def test_a_roster_that_names_nobody_is_a_problem(facts):
    walk = Walk(drawn(NODES, FLOWS), facts)

    assert (walk.problem, walk.state) == ("roster", b"")
    assert walk.last.problems[0].element == "ballot"


def test_a_missing_roster_is_named():
    walk = Walk(drawn(NODES, FLOWS), {})

    assert walk.last.problems[0].values["missing"] == "council.members"
