"""The cells of a decision table."""

import pytest

from feel_tables import rows
from workflows import feel

CELLS = """
- | 5 -> true
- | null -> true
5 | 5 -> true
5 | 6 -> false
< 5 | 4 -> true
< 5 | 5 -> false
>= 2 | 2 -> true
= 2 | 2 -> true
!= 2 | 2 -> false
[1..3] | 3 -> true
[1..3) | 3 -> false
(1..3) | 2 -> true
]1..3[ | 1 -> false
1, 2, 3 | 2 -> true
1, 2, 3 | 4 -> false
< 3, > 7 | 8 -> true
"a", "b" | "b" -> true
"a", "b" | "c" -> false
not("a", "b") | "c" -> true
not("a", "b") | "a" -> false
not(< 5) | 4 -> false
not([1..3]) | 4 -> true
["a", "b"] | "a" -> true
allowed | "x" -> true
not(allowed) | "x" -> false
limit | 10 -> true
< limit | 9 -> true
[1..limit] | 10 -> true
? > 3 and ? < 6 | 4 -> true
? > 3 and ? < 6 | 7 -> false
contains(?, "b") | "abc" -> true
string length(?) > 2, "a" | "a" -> true
null | null -> true
null | 1 -> false
not(null) | 1 -> true
true | true -> true
false | true -> false
not(true) | false -> true
< 5 | "a" -> null
"a" | 1 -> null
-1 | -1 -> true
"""


@pytest.mark.parametrize(("row", "holds"), rows(CELLS))
def test_a_cell_tests_its_input(row, holds):
    import json

    cell, _, given = row.partition(" | ")
    names = {"allowed": ["x", "y"], "limit": 10}

    assert feel.unary(cell).test(json.loads(given), names) is holds


def test_a_cell_tells_what_else_it_reads():
    assert feel.unary("< award.limit, ? = x").paths == {("award", "limit"), ("x",)}


@pytest.mark.parametrize("cell", ["", "not(", "not()", "1,", "< ", "1 2", "- 1 -"])
def test_a_cell_that_cannot_be_read_is_an_error(cell):
    with pytest.raises(feel.FeelError):
        feel.unary(cell)
