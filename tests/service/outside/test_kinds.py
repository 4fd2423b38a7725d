"""Every event of a dossier is either told to other systems under a name, or stays inside on purpose."""

import ast

import pytest

from service.outside.kinds import CREATED, ENDED, NAMES, PREFIX, RAISED, TYPES, types_of
from service.web.event_types import EVENT_TYPES
from sources import ROOT, modules, tree_of

INSIDE = {
    "ballot_cast",  # who voted when
    "asked",  # between two people
    "answered",
}


def test_every_event_of_a_dossier_is_placed():
    written = {kind for path in modules("service") for kind in _kinds(tree_of(path))}

    assert {"task_completed", "dossier_opened", "ballot_cast", "vote_completed"} <= written
    assert written - NAMES.keys() == INSIDE & written


def test_every_type_has_a_name_on_the_page_and_a_row_in_the_manual():
    manual = (ROOT / "docs" / "operators.md").read_text()

    assert set(TYPES) <= set(EVENT_TYPES)
    assert [kind for kind in TYPES if f"`{kind.removeprefix(PREFIX)}`" not in manual] == []


@pytest.mark.parametrize(
    ("kind", "detail", "names"),
    [
        ("task_claimed", {}, ["task.claimed"]),
        ("task_completed", {"opened": ["intake"], "end": None, "incidents": []}, ["task.completed", CREATED]),
        ("task_completed", {"opened": [], "end": "awarded"}, ["task.completed", ENDED]),
        ("task_completed", {"opened": ["intake"], "incidents": ["intake"]}, ["task.completed", CREATED, RAISED]),
        ("incident_raised", {"incidents": ["x"]}, [RAISED]),
        ("ballot_cast", {"opened": ["x"]}, []),
        ("nobody_knows_it", {}, []),
    ],
)
def test_an_event_is_told_with_what_it_led_to(kind, detail, names):
    assert types_of(kind, detail) == [PREFIX + name for name in names]


def _kinds(tree):
    """The kinds that are noted on dossiers: the third word of events.note, and `kind=` of whatever records a step."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if ast.unparse(node.func) == "events.note":
            yield from _texts(node.args[2])
        if ast.unparse(node.func) in ("record_step", "conclude"):
            yield from (text for word in node.keywords if word.arg == "kind" for text in _texts(word.value))


def _texts(node):
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
