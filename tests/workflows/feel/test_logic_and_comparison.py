"""Truth with three values, comparison, and tests with `in` and `between`."""

import itertools

import pytest

from feel_tables import exactly, rows, value_of

KLEENE = {True: 2, None: 1, False: 0}
TRUTHS = list(itertools.product(KLEENE, repeat=2))

LOGIC = """
true and 1 -> null
false and 1 -> false
1 and false -> false
true or 1 -> true
1 or true -> true
false or "x" -> null
true and true and false -> false
false or false or true -> true
true or false and false -> true
(true or false) and false -> false
not(true) -> false
not(false) -> true
not(null) -> null
not(1) -> null
if true then 1 else 2 -> 1
if false then 1 else 2 -> 2
if null then 1 else 2 -> 2
if 1 then 1 else 2 -> 2
if false then 1 else if true then 2 else 3 -> 2
(if true then 1 else 2) + 10 -> 11
"""

COMPARISON = """
1 = 1 -> true
1 = 1.0 -> true
1 = 2 -> false
1 != 2 -> true
1 != 1 -> false
1 < 2 -> true
2 <= 2 -> true
3 > 4 -> false
4 >= 5 -> false
1 + 1 = 2 -> true
"a" = "a" -> true
"a" = "A" -> false
"a" < "b" -> true
"b" <= "a" -> false
null = null -> true
null != null -> false
null = 1 -> false
1 = null -> false
1 != null -> true
null < 1 -> null
1 >= null -> null
null < null -> null
1 = "1" -> null
1 != "1" -> null
1 < "2" -> null
true = true -> true
true = false -> false
true < false -> null
true = "true" -> null
[1, 2] = [1, 2] -> true
[1, 2] = [2, 1] -> false
[1] = [1, 2] -> false
[] = [] -> true
[null] = [null] -> true
[1] < [2] -> null
{a: 1} = {a: 1} -> true
{a: 1, b: 2} = {b: 2, a: 1} -> true
{a: 1} = {a: 2} -> false
{a: 1} = {b: 1} -> false
[1..3] = [1..3] -> true
[1..3] = [1..3) -> false
@"2026-01-01" < @"2026-01-02" -> true
@"2026-01-01" = @"2026-01-01T00:00:00" -> null
@"2026-01-01T00:00:00Z" = @"2026-01-01T07:00:00+07:00" -> true
@"2026-01-01T00:00:00" < @"2026-01-01T07:00:00+07:00" -> null
@"10:00:00" < @"11:00:00" -> true
@"P1D" > @"PT23H" -> true
@"P1D" = @"PT24H" -> true
@"P1Y" = @"P12M" -> true
@"P1Y" < @"P13M" -> true
@"P1Y" > @"P300D" -> null
2 between 1 and 3 -> true
1 between 1 and 3 -> true
4 between 1 and 3 -> false
1 + 1 between 1 and 3 and true -> true
null between 1 and 3 -> null
2 between null and 3 -> null
4 between null and 3 -> false
"b" between "a" and "c" -> true
"b" between 1 and 3 -> null
"""

MEMBERSHIP = """
1 in 1 -> true
1 in [1, 2] -> true
3 in [1, 2] -> false
1 in (1, 2) -> true
3 in (1, 2) -> false
1 in [2, null] -> false
null in [1, null] -> true
null in null -> true
1 in [[1, 2], [3]] -> true
[1] in [[1], [2]] -> true
5 in > 4 -> true
5 in <= 4 -> false
5 in (< 3, > 4) -> true
5 in (= 5) -> true
5 in != 5 -> false
1 in [1..5] -> true
1 in (1..5] -> false
5 in [1..5) -> false
1 in ]1..5] -> false
5 in [1..5[ -> false
5 in [1..5[ or true -> true
3 in ([1..2], [3..4]) -> true
3 in [[1..2], [3..4]] -> true
3 in (1..5) -> true
3 in (?  > 2 and ? < 4) -> true
"b" in ["a".."c"] -> true
@"2026-02-01" in [@"2026-01-01"..@"2026-12-31"] -> true
"a" in [1..5] -> null
null in [1..5] -> null
null in (< 5) -> null
1 in ("a", 1) -> true
1 in ("a", "b") -> null
[1..2] in [[1..2]] -> true
5 in (> 4) -> true
(> 4) = (> 4) -> true
x in [1..3] and not(x in [2..2]) -> false
"""

TYPES = """
1 instance of number -> true
"a" instance of string -> true
true instance of boolean -> true
1 instance of string -> false
null instance of number -> false
null instance of Any -> false
null instance of Null -> true
1 instance of Any -> true
@"2026-01-01" instance of date -> true
@"2026-01-01" instance of date and time -> false
@"2026-01-01T00:00:00" instance of date and time -> true
@"2026-01-01T00:00:00" instance of date -> false
@"10:00:00" instance of time -> true
@"P1D" instance of days and time duration -> true
@"P1Y" instance of years and months duration -> true
@"P1D" instance of years and months duration -> false
[1] instance of list -> true
[1, 2] instance of list<number> -> true
[1, "a"] instance of list<number> -> false
[[1], [2]] instance of list<list<number>> -> true
{a: 1} instance of context -> true
{a: 1} instance of context<a: number> -> true
{a: "x"} instance of context<a: number> -> false
{} instance of context<a: number> -> false
[1..2] instance of range<number> -> true
(function(x) x) instance of function -> true
1 instance of number and true -> true
1 + 1 instance of number -> true
"""


@pytest.mark.parametrize(("left", "right"), TRUTHS)
def test_and_is_the_least_of_three_truths_and_or_the_greatest(left, right):
    both = [left, right]

    assert value_of("a and b", a=left, b=right) is min(both, key=KLEENE.get)
    assert value_of("a or b", a=left, b=right) is max(both, key=KLEENE.get)
    assert value_of("not(a)", a=left) is (None if left is None else not left)


@pytest.mark.parametrize(("text", "value"), rows(LOGIC))
def test_what_is_no_truth_counts_as_unknown(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(COMPARISON))
def test_unlike_things_are_not_compared(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(MEMBERSHIP))
def test_in_tests_values_ranges_lists_and_conditions(text, value):
    assert exactly(value_of(text, x=2)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(TYPES))
def test_instance_of_names_the_type(text, value):
    assert exactly(value_of(text)) == exactly(value)
