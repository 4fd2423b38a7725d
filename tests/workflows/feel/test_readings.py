"""What an expression may read, and what it has read."""

import pytest

from feel_tables import NOON
from workflows import feel


def dotted(paths):
    return {".".join(path) for path in paths}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("1 + 1", set()),
        ("a", {"a"}),
        ('cluster_review.outcome = "return"', {"cluster_review.outcome"}),
        ("a.b.c + d", {"a.b.c", "d"}),
        ("for x in xs return x.y + z", {"xs", "z"}),
        ("for x in xs, y in x return y", {"xs"}),
        ("some x in 1..n satisfies x = limit", {"n", "limit"}),
        ("{a: 1, b: a + c}", {"c"}),
        ("(function(x) x + y)(z)", {"y", "z"}),
        ("x in (1, ? > y)", {"x", "y"}),
        ("for x in xs return partial", {"xs"}),
        ("is defined(a.b)", {"a.b"}),
        ("council.members[1].name", {"council.members"}),
        ("string length(a.b)", {"a.b"}),
        ("now() > dossier.due", {"dossier.due"}),
    ],
)
def test_paths_are_the_free_names(text, paths):
    assert dotted(feel.compile(text).paths) == paths


def test_a_bare_name_in_a_filter_may_be_an_entry_of_the_item():
    expression = feel.compile("council.members[role = award.role and item.age > 3].name = role2")

    assert dotted(expression.paths) == {"council.members", "role", "award.role", "role2"}
    assert dotted(expression.perhaps) == {"role", "award.role"}


def test_a_name_that_also_stands_outside_a_filter_is_read_for_certain():
    expression = feel.compile("members[role = 1] = role")

    assert expression.perhaps == frozenset()


def test_reading_tells_the_values_read_and_no_others():
    expression = feel.compile('if review.outcome = "return" then a.b else c.d')

    value, reads = expression.evaluate_reading({"review": {"outcome": "return"}, "a": {"b": 1}, "c": {"d": 2}})

    assert value == 1
    assert reads == {"review.outcome": "return", "a.b": 1}


def test_reading_tells_what_was_missing():
    value, reads = feel.compile("ballot.yes / council.members > award.threshold").evaluate_reading(
        {"ballot": {"yes": 3}}
    )

    assert value is None
    assert reads == {"ballot.yes": 3, "council.members": None, "award.threshold": None}


def test_reading_does_not_list_the_entries_of_an_item():
    names = {"members": [{"role": "chair"}], "wanted": "chair", "now": NOON}

    _, reads = feel.compile("members[role = wanted]").evaluate_reading(names)

    assert set(reads) == {"members", "wanted"}


def test_the_same_text_is_compiled_once():
    assert feel.compile("a + 1") is feel.compile("a + 1")
