"""The functions of numbers, texts and patterns."""

import pytest

from feel_tables import exactly, rows, value_of

NUMBERS = """
decimal(1/3, 2) -> 0.33
decimal(1.5, 0) -> 2
decimal(2.5, 0) -> 2
decimal(1234, -2) -> 1200
floor(1.5) -> 1
floor(-1.5) -> -2
floor(-1.56, 1) -> -1.6
ceiling(1.5) -> 2
ceiling(-1.5) -> -1
ceiling(1.51, 1) -> 1.6
round up(5.5, 0) -> 6
round up(-5.5, 0) -> -6
round up(1.121, 2) -> 1.13
round down(5.5, 0) -> 5
round down(-5.5, 0) -> -5
round half up(5.5, 0) -> 6
round half up(-5.5, 0) -> -6
round half up(2.345, 2) -> 2.35
round half down(5.5, 0) -> 5
round half down(-5.6, 0) -> -6
round half even(2.5, 0) -> 2
round_half_up(5.5, 0) -> 6
round half up(5.5, 7000) -> null
decimal(1, 1.5) -> null
abs(-10) -> 10
abs(-1.234567890123456789012345678901234) = 1.234567890123456789012345678901234 -> true
abs("a") -> null
modulo(12, 5) -> 2
modulo(-12, 5) -> 3
modulo(12, -5) -> -3
modulo(10.1, 4.5) -> 1.1
modulo(5, 0) -> null
sqrt(16) -> 4
sqrt(-3) -> null
log(1) -> 0
log(0) -> null
exp(0) -> 1
odd(5) -> true
odd(2) -> false
odd(1.5) -> null
even(2) -> true
even(-3) -> false
even(1e40) -> true
number("1 000,5", " ", ",") -> 1000.5
number("1,000.5", ",", ".") -> 1000.5
number("12") -> 12
number("x") -> null
number("1", "x", ".") -> null
number("1", ".", ".") -> null
number("1.5", null, null) -> 1.5
number(from: "1.000,5", grouping separator: ".", decimal separator: ",") -> 1000.5
number(5) -> 5
number(null) -> null
"""

TEXTS = r"""
string length("foo") -> 3
string length("🐎") -> 1
string length("") -> 0
string length(1) -> null
string_length("foo") -> 3
string length(["foo"]) -> 3
substring("foobar", 3) -> "obar"
substring("foobar", 3, 3) -> "oba"
substring("foobar", -2, 1) -> "a"
substring("foobar", 0) -> null
substring("foobar", 7) -> ""
substring("foobar", 3, 0) -> null
substring("foobar", 3, null) -> null
substring(string: "foobar", start position: 3) -> "obar"
upper case("đạt") -> "ĐẠT"
lower case("ĐẠT") -> "đạt"
substring before("foobar", "bar") -> "foo"
substring before("foobar", "xyz") -> ""
substring before("foobar", "") -> ""
substring after("foobar", "ob") -> "ar"
substring after("foobar", "xyz") -> ""
substring after("foobar", "") -> "foobar"
contains("foobar", "ob") -> true
contains("foobar", "of") -> false
contains("foobar", null) -> null
starts with("foobar", "fo") -> true
ends with("foobar", "r") -> true
ends with("foobar", "x") -> false
trim("  a b ") -> "a b"
string join(["a", "b", "c"], "-") -> "a-b-c"
string join(["a", null, "c"], "-") -> "a-c"
string join(["a", "b"]) -> "ab"
string join(["a", "b"], null) -> "ab"
string join([], "-") -> ""
string join([1, "b"], "-") -> null
concat(["a", 1, true]) -> "a1true"
string(1.10) -> "1.1"
string(100) -> "100"
string(1e3) -> "1000"
string("a") -> "a"
string(true) -> "true"
string(null) -> null
string([1, "a", null]) -> "[1, \"a\", null]"
string({a: "x"}) -> "{a: \"x\"}"
string([1..3)) -> "[1..3)"
string(@"2026-01-01") -> "2026-01-01"
string(@"P1D") -> "P1D"
string(@"P14M") -> "P1Y2M"
string(1/3) -> "0.3333333333333333333333333333333333"
"""

PATTERNS = r"""
matches("foobar", "^fo*b") -> true
matches("foobar", "^bar") -> false
matches("foobar", "bar$") -> true
matches("abc", "B") -> false
matches("abc", "B", "i") -> true
matches("a\nb", "a.b") -> false
matches("a\nb", "a.b", "s") -> true
matches("a\nb", "^b") -> false
matches("a\nb", "^b", "m") -> true
matches("abc", "a b c", "x") -> true
matches("abc", "b", "q") -> null
matches("abc", "(") -> null
matches("abc", "*") -> null
matches("abc", "[z-a]") -> null
matches("aa", "(a)\\1") -> null
matches("TĐ-2026/12", "^\\p{Lu}{2}-\\d{4}/\\d+$") -> true
matches("x", "[^a-w]") -> true
matches("x", "[a-c\\-x]") -> true
matches("ab", "^(a|ab)$") -> true
matches("aaa", "^a{2}$") -> false
matches("aaa", "^a{2,}$") -> true
matches("aaa", "^a{1,2}$") -> false
matches("", "^$") -> true
matches(1, "a") -> null
replace("banana", "a", "o") -> "bonono"
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") -> "[1=ab][2=]cd"
replace("darted", "^(.*?)d(.*)$", "$1c$2") -> "carted"
replace("AAAA", "A+", "b") -> "b"
replace("AAAA", "A+?", "b") -> "bbbb"
replace("a.b", "\\.", "\\$") -> "a$b"
replace("abc", "b", "$2") -> null
replace("abc", "b", "\\x") -> null
replace("abc", "b*", "x") -> null
replace("abc", "(?:b)", "<$0>") -> "a<b>c"
split("John Doe", "\\s") -> ["John", "Doe"]
split("a;b;c;;", ";") -> ["a", "b", "c", "", ""]
split("abc", "x") -> ["abc"]
split("abc", "") -> null
extract("a1b22", "[0-9]+") -> ["1", "22"]
"""


@pytest.mark.parametrize(("text", "value"), rows(NUMBERS))
def test_functions_of_numbers(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(TEXTS))
def test_functions_of_texts(text, value):
    assert exactly(value_of(text)) == exactly(value)


@pytest.mark.parametrize(("text", "value"), rows(PATTERNS))
def test_functions_of_patterns(text, value):
    assert exactly(value_of(text)) == exactly(value)
