"""Numbers, texts and what can be calculated with them."""

import pytest

from feel_tables import exactly, rows, value_of

LITERALS = r"""
1 -> 1
0.5 -> 0.5
.5 -> 0.5
1e3 -> 1000
2.5E-1 -> 0.25
007 -> 7
true -> true
false -> false
null -> null
"" -> ""
"a" -> "a"
"đạt" -> "đạt"
"a\"b" -> "a\"b"
"a\\b" -> "a\\b"
"a\nb\tc" -> "a\nb\tc"
"\u0111" -> "đ"
"\U01F40E" -> "🐎"
"// no comment" -> "// no comment"
1 // one -> 1
1 /* one */ + /* two */ 2 -> 3
(1) -> 1
((("a"))) -> "a"
[] -> []
[1, "a", null, [true]] -> [1, "a", null, [true]]
{} -> {}
{a: 1, "b c": 2} -> {"a": 1, "b c": 2}
{a: 1, b: a + 1, c: {d: b * 2}} -> {"a": 1, "b": 2, "c": {"d": 4}}
{if: 1}.if -> 1
@"2026-01-31" -> "2026-01-31"
@"10:30:00" -> "10:30:00"
@"10:30:00.25+07:00" -> "10:30:00.250000+07:00"
@"2026-01-31T10:30:00Z" -> "2026-01-31T10:30:00Z"
@"P1Y2M" -> "P1Y2M"
@"-P1DT2H3M4.5S" -> "-P1DT2H3M4.5S"
"""

ARITHMETIC = """
1 + 2 -> 3
1 + 2 * 3 -> 7
(1 + 2) * 3 -> 9
10 - 3 - 2 -> 5
100 / 10 / 5 -> 2
0.1 + 0.2 -> 0.3
1 / 4 -> 0.25
1 / 3 -> "0.3333333333333333333333333333333333"
-5 + 2 -> -3
--5 -> 5
- (2 + 3) -> -5
2 ** 10 -> 1024
2 ** 3 ** 2 -> 64
-2 ** 2 -> 4
4 ** 0.5 -> 2
10 ** -2 -> 0.01
12345678901234567890 + 1 -> "12345678901234567891"
9007199254740992 -> 9007199254740992
9007199254740993 -> "9007199254740993"
1 / 0 -> null
0 / 0 -> null
0 ** -1 -> null
(-4) ** 0.5 -> null
10 ** 6000 * 10 ** 6000 -> null
1 + null -> null
null + null -> null
1 + "1" -> null
"1" + 1 -> null
"a" + "b" + "c" -> "abc"
"a" - "b" -> null
"a" * 2 -> null
true + 1 -> null
[1] + [2] -> null
{a: 1} + 1 -> null
-"a" -> null
-null -> null
-true -> null
1 - -1 -> 2
5-2 -> 3
"""


@pytest.mark.parametrize(("text", "value"), rows(LITERALS))
def test_what_is_written_is_what_is_meant(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(ARITHMETIC))
def test_numbers_are_decimal_and_nonsense_is_null(text, value):
    assert exactly(value_of(text)) == exactly(value)


def test_a_sum_of_ten_cents_is_a_dollar_and_not_nearly_one():
    assert value_of("sum(for i in 1..10 return x) = 1", x=0.1) is True
