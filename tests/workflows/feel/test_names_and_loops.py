"""Names, paths, filters, loops, quantifiers and functions written in the expression."""

from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest

from feel_tables import exactly, rows, value_of

COUNCIL = {
    "award": {"threshold": 0.9, "days": {"appraisal": 15}, "kind": "title"},
    "members": [
        {"name": "Hà", "role": "chair", "age": 50},
        {"name": "Sơn", "role": "member", "age": 40},
        {"name": "Mai", "role": "member"},
    ],
    "numbers": [3, 1, 2],
    "days": ["2026-01-01", "2026-02-01"],
    "position": 2,
    "phường": "Hà Đông",
}

NAMES = """
award.threshold -> 0.9
award.days.appraisal + 1 -> 16
award.missing -> null
award.missing.deeper -> null
missing -> null
missing.deeper -> null
award.threshold.deeper -> null
phường -> "Hà Đông"
numbers -> [3, 1, 2]
members.name -> ["Hà", "Sơn", "Mai"]
members.age -> [50, 40, null]
members.name[1] -> "Hà"
numbers[1] -> 3
numbers[-1] -> 2
numbers[0] -> null
numbers[4] -> null
numbers[-4] -> null
numbers[1.5] -> null
numbers[position] -> 1
numbers[position + 1] -> 2
numbers[item > 1] -> [3, 2]
numbers[item > position] -> [3]
numbers[true] -> [3, 1, 2]
numbers[false] -> []
numbers[null] -> []
members[role = "member"].name -> ["Sơn", "Mai"]
members[role = "chair"].name[1] -> "Hà"
members[item.role = "chair"][1].name -> "Hà"
members[age > 45].name -> ["Hà"]
members[name = "Mai"].role = ["member"] -> true
count(members[role = "member"]) -> 2
award[threshold > 0.5].kind -> ["title"]
5[1] -> 5
5[2] -> null
5[item = 5] -> [5]
[][1] -> null
[][item > 1] -> []
null[1] -> null
missing[role = "x"] -> null
[[1, 2], [3]][1][2] -> 2
{a: {b: [1, 2]}}.a.b[2] -> 2
[{a: 1}, {a: 2}].a -> [1, 2]
[{a: 1}, 5].a -> [1, null]
"text".length -> null
is defined(award.threshold) -> true
is defined(award.missing) -> false
is defined(missing) -> false
is defined(position + 1) -> true
is_defined(missing.deeper) -> false
"""

LOOPS = """
for x in [1, 2, 3] return x * x -> [1, 4, 9]
for x in 1..4 return x -> [1, 2, 3, 4]
for x in 3..1 return x -> [3, 2, 1]
for x in [1..3] return x -> [1, 2, 3]
for x in (1..3) return x -> [2]
for x in -1..1 return x -> [-1, 0, 1]
for x in [] return x -> []
for x in null return x -> null
for x in 5 return x -> [5]
for x in 1..2, y in [10, 20] return x + y -> [11, 21, 12, 22]
for x in [[1, 2], [3]], y in x return y -> [1, 2, 3]
for x in 1..5 return if x <= 2 then 1 else partial[-1] + partial[-2] -> [1, 1, 2, 3, 5]
for d in @"2026-02-27"..@"2026-03-01" return d.day -> [27, 28, 1]
for x in 1.5..3 return x -> null
for x in "a".."c" return x -> null
for m in members return m.name + "!" -> ["Hà!", "Sơn!", "Mai!"]
for x in numbers return x + position -> [5, 3, 4]
some x in numbers satisfies x = 3 -> true
some x in numbers satisfies x > 3 -> false
some x in [] satisfies x -> false
some x in [null, 1] satisfies x = "a" -> null
some x in [1, null] satisfies x > 0 -> true
some m in members satisfies m.role = "chair" and m.age >= 50 -> true
every x in numbers satisfies x >= 1 -> true
every x in numbers satisfies x > 1 -> false
every x in [] satisfies x -> true
every m in members satisfies m.age > 30 -> null
every m in members satisfies m.age > 45 -> false
every x in null satisfies x -> null
some x in [1, 2], y in [2, 3] satisfies x = y -> true
every x in [1, 2], y in [2, 3] satisfies x <= y -> true
"""

FUNCTIONS = """
{f: function(x) x + 1, y: f(2)}.y -> 3
{f: function(x: number, y: number) x - y, z: f(y: 1, x: 3)}.z -> 2
{f: function() 5}.f() -> 5
(function(x) x * position)(4) -> 8
{f: function(x) x, y: f(1, 2)}.y -> null
{f: function(x) x, y: f(z: 1)}.y -> null
for f in [function(x) x + 1, function(x) x * 2] return f(5) -> [6, 10]
{k: 3, f: function(x) x * k, g: {k: 100, v: f(2)}}.g.v -> 6
5(1) -> null
function(x) x -> null
"""


@pytest.mark.parametrize(("text", "value"), rows(NAMES))
def test_paths_and_filters_reach_what_the_host_supplies(text, value):
    assert exactly(value_of(text, **COUNCIL)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(LOOPS))
def test_loops_and_quantifiers_go_through_lists(text, value):
    assert exactly(value_of(text, **COUNCIL)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(FUNCTIONS))
def test_functions_see_where_they_were_written(text, value):
    assert exactly(value_of(text, **COUNCIL)) == exactly(value)


def test_a_local_name_hides_the_hosts():
    assert value_of("for position in [7] return position", **COUNCIL) == [7]


def test_an_entry_of_the_item_hides_the_hosts_name():
    assert value_of("members[position = 1].name", position=9, members=[{"name": "Hà", "position": 1}]) == ["Hà"]


class Outcome(StrEnum):
    RETURN = "return"


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (1, 1),
        (True, True),
        (0.1, 0.1),
        (Decimal("1.50"), 1.5),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("NaN"), None),
        ((1, 2), [1, 2]),
        (Outcome.RETURN, "return"),
        (MappingProxyType({"a": 1}), {"a": 1}),
        ({"a": {1: 2}}, {"a": {"1": 2}}),
        (object(), None),
        (b"bytes", None),
    ],
)
def test_the_hosts_values_become_the_languages(given, seen):
    assert exactly(value_of("x", x=given)) == exactly(seen)


def test_names_may_come_from_a_mapping_that_looks_them_up_late():
    from collections.abc import Mapping

    class Facts(Mapping):
        asked = ()

        def __getitem__(self, name):
            self.asked = (*self.asked, name)
            return {"threshold": 1}

        def __iter__(self):
            return iter(())

        def __len__(self):
            return 0

    facts = Facts()

    assert value_of("award.threshold", **{"award": facts["x"]}) == 1
    assert facts.asked == ("x",)
