"""The functions of lists, contexts and ranges."""

import pytest

from feel_tables import exactly, rows, value_of

LISTS = """
list contains([1, 2, 3], 2) -> true
list contains([1, null], null) -> true
list contains([1, 2], "1") -> false
list contains(1, 1) -> true
list contains([[1]], [1]) -> true
list_contains([1], 1) -> true
count([1, 2, 3]) -> 3
count([]) -> 0
count(null) -> null
min([3, 1, 2]) -> 1
min(3, 1, 2) -> 1
min("b", "a") -> "a"
min([]) -> null
min([1, "a"]) -> null
max(1, 2, 3) -> 3
max([@"2026-01-01", @"2026-02-01"]) -> "2026-02-01"
max(1, null) -> null
sum([1, 2, 3]) -> 6
sum(1, 2) -> 3
sum([]) -> null
sum([1, "a"]) -> null
product(2, 3, 4) -> 24
mean([1, 2, 3]) -> 2
mean([]) -> null
median(8, 2, 5, 3, 4) -> 4
median([6, 1, 2, 3]) -> 2.5
median([]) -> null
stddev(2, 4, 7, 5) = 2.081665999466132735282297706979931 -> true
stddev(1) -> null
mode(6, 3, 9, 6, 6) -> [6]
mode([6, 1, 9, 6, 1]) -> [1, 6]
mode([]) -> []
all([true, true]) -> true
all([true, null]) -> null
all([false, null]) -> false
all([]) -> true
all(true, false) -> false
any([false, true]) -> true
any([false, null]) -> null
any([]) -> false
any(0) -> null
sublist([4, 5, 6], 1, 2) -> [4, 5]
sublist([4, 5, 6], -2) -> [5, 6]
sublist([4, 5, 6], 0) -> null
sublist([4, 5, 6], 4) -> null
append([1], 2, 3) -> [1, 2, 3]
append([], null) -> [null]
append(1, 2) -> [1, 2]
concatenate([1, 2], [3]) -> [1, 2, 3]
concatenate([1], null) -> null
insert before([1, 3], 1, 2) -> [2, 1, 3]
insert before([1, 3], -1, 2) -> [1, 2, 3]
insert before([1], 5, 2) -> null
remove([1, 2, 3], 2) -> [1, 3]
remove([1, 2, 3], -1) -> [1, 2]
remove([1], 0) -> null
list replace([1, 2, 3], 2, 9) -> [1, 9, 3]
list replace([1, 2, 3], function(item, new) item < new, 3) -> [3, 3, 3]
reverse([1, 2, 3]) -> [3, 2, 1]
index of([1, 2, 3, 2], 2) -> [2, 4]
index of([1, null], null) -> [2]
index of([1], 5) -> []
union([1, 2], [2, 3]) -> [1, 2, 3]
distinct values([1, 2, 3, 2, 1.0, "1"]) -> [1, 2, 3, "1"]
distinct values([[1], [1], {a: 1}, {a: 1}, null, null, true]) -> [[1], {"a": 1}, null, true]
duplicate values([1, 2, 1]) -> [1]
flatten([[1, 2], [[3]], 4]) -> [1, 2, 3, 4]
sort([3, 1, 2]) -> [1, 2, 3]
sort([3, 1, 2], function(x, y) x > y) -> [3, 2, 1]
sort(list: ["b", "a"], precedes: function(x, y) x < y) -> ["a", "b"]
sort([1, "a"]) -> null
sort([3, 1], function(x) x) -> null
sort([]) -> []
"""

CONTEXTS = """
get value({a: 1}, "a") -> 1
get value({a: 1}, "b") -> null
get value(null, "b") -> null
get entries({a: 1})[1].key -> "a"
get entries({a: 1}).value -> [1]
context([{key: "a", value: 1}, {key: "b", value: 2}]) -> {"a": 1, "b": 2}
context([{key: "a", value: 1}, {key: "a", value: 2}]) -> null
context([{key: 1, value: 1}]) -> null
context put({a: 1}, "b", 2) -> {"a": 1, "b": 2}
context put({a: {b: 1}}, ["a", "c"], 2) -> {"a": {"b": 1, "c": 2}}
context put({a: 1}, ["a", "c"], 2) -> null
context put({a: 1}, [], 2) -> null
context merge([{a: 1}, {a: 2, b: 3}]) -> {"a": 2, "b": 3}
context merge([{a: 1}, 2]) -> null
"""

RANGES = """
before(1, 10) -> true
before(10, 1) -> false
before([1..5), 5) -> true
before([1..5], 5) -> false
before(1, "a") -> null
after(10, [1..5]) -> true
after([5..8], [1..5)) -> true
meets([1..5], [5..10]) -> true
meets([1..5), [5..10]) -> false
met by([5..10], [1..5]) -> true
overlaps([1..5], [3..8]) -> true
overlaps([1..5], [6..8]) -> false
overlaps([1..5), [5..8]) -> false
includes([1..10], 5) -> true
includes([1..10), 10) -> false
includes([1..10), [2..10)) -> true
during(5, [1..10]) -> true
during((1..5), [1..5]) -> true
during([1..5], (1..5)) -> false
starts(1, [1..10]) -> true
starts(1, (1..10]) -> false
started by([1..10], [1..5]) -> true
finishes(10, [1..10]) -> true
finished by([1..10], 10) -> true
finishes([2..9], [1..10]) -> false
coincides([1..5], [1..5]) -> true
coincides(3, 4) -> false
[1..5].start -> 1
[1..5).end included -> false
[1..5).start_included -> true
(< 5).start -> null
[5..x] -> null
[1..null] -> null
"""


@pytest.mark.parametrize(("text", "value"), rows(LISTS))
def test_functions_of_lists(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(CONTEXTS))
def test_functions_of_contexts(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(RANGES))
def test_functions_of_ranges(text, value):
    assert exactly(value_of(text, x=1)) == exactly(value)
