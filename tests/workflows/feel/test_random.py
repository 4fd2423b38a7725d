"""Random texts and random data: a text compiles or is a FeelError, and what compiles always has a value."""

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from workflows import feel
from workflows.feel.functions import FUNCTIONS

WORDS = (
    "a b item x partial true false null and or not if then else for in return some every satisfies between instance of "
    "function date time number string list context range external ? . .. , : ( ) [ ] { } + - * / ** = != < <= > >= @ "
    '1 2 0.5 1e30 -1 10000 "a" "2026-01-01" "P1D" "P1M" @"2026-01-31" @"10:00:00" @"P1D" @"P1Y" "[" "(a*)*" '
    "@ \\ ' $ # \u0111 ] ..10"
).split()
NAMES = sorted(entry.name for entry in FUNCTIONS.values())
LITERALS = (
    'a b c.d now() today() 1 0 -3 2.5 1e6000 1e-6000 null true false "a" "" "-P1D" "2026-02-29" '
    '@"9999-12-31" @"0001-01-01" @"23:59:59" @"10:00:00+07:00" @"9999-12-31T23:59:59-14:00" '
    '@"0001-01-01T00:00:00+14:00" @"-P999999999D" @"P999999999Y" '
    '@"2026-01-01T00:00:00@Asia/Ho_Chi_Minh" @"9999-12-31T23:59:59@America/New_York" @"0001-01-01T00:00:00@Asia/Tokyo" '
    "[] [1,2] [null] [[1],[2]] {} {a:1} [1..5] (1..5) (>3) [{key:1}] function(x)x function(x,y)x<y function()1"
).split()

soup = st.lists(st.sampled_from([*WORDS, *NAMES]), max_size=25).map(" ".join)


def combined(inner):
    """Expressions that mostly make sense to the parser and seldom to anybody else."""
    two = st.tuples(inner, inner)
    sign = st.sampled_from("+ - * / ** = != < <= > >= and or in".split())
    return st.one_of(
        st.tuples(inner, sign, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        two.map(lambda t: f"({t[0]})[{t[1]}]"),
        two.map(lambda t: f"[{t[0]}..{t[1]}]"),
        two.map(lambda t: f"for x in {t[0]} return {t[1]}"),
        two.map(lambda t: f"(some x in {t[0]} satisfies {t[1]})"),
        two.map(lambda t: f"{{a: {t[0]}, b: {t[1]}}}"),
        inner.map(lambda t: f"(-{t})"),
        st.tuples(inner, st.sampled_from("year days start a time_offset seconds months timezone".split())).map(
            lambda t: f"({t[0]}).{t[1]}"
        ),
        st.tuples(st.sampled_from(NAMES), st.lists(inner, max_size=4)).map(lambda t: f"{t[0]}({', '.join(t[1])})"),
    )


sensible = st.recursive(st.sampled_from(LITERALS), combined, max_leaves=8)
moments = st.datetimes(timezones=st.sampled_from([None, UTC]))
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=8), st.binary(max_size=3),
    st.dates(), st.times(), moments, st.timedeltas(), st.just(object()),
    st.sampled_from([date.max, datetime.max, datetime.min.replace(tzinfo=UTC), timedelta.max, time.max]),
    st.sampled_from([10**400, math.nan]),
    st.sampled_from([Decimal("sNaN"), Decimal("-Infinity"), Decimal("1e99999")]),
)  # fmt: skip
data = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("abdx"), inner, max_size=3)),
    max_leaves=8,
)
names = st.fixed_dictionaries({"a": data, "b": data, "c": data, "now": scalars, "calendar": scalars})


@given(soup, names)
@settings(max_examples=250, deadline=None)
def test_token_soup_is_a_feel_error_or_has_a_value(text, given):
    try:
        expression = feel.compile(text)
    except feel.FeelError as error:
        place, excerpt = error.position, error.excerpt
    else:
        feel.plain(expression.evaluate(given))
        return

    assert 0 <= place <= len(text)
    assert excerpt.endswith("^")


@given(sensible, names)
@settings(max_examples=400, deadline=None)
@example('@"P1Y" / 0', {})
def test_evaluation_never_raises_and_reading_changes_nothing(text, given):
    try:
        expression = feel.compile(text)
    except feel.FeelError:
        return

    value = feel.plain(expression.evaluate(given))
    again, reads = expression.evaluate_reading(given)

    assert repr(feel.plain(again)) == repr(value)
    assert {path.split(".")[0] for path in reads} <= {path[0] for path in expression.paths}


@given(st.text(max_size=60), names)
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_feel_error_or_has_a_value(text, given):
    try:
        expression = feel.compile(text)
    except feel.FeelError:
        return

    feel.plain(expression.evaluate(given))


@given(soup)
@settings(max_examples=100, deadline=None)
def test_a_random_cell_is_a_feel_error_or_can_be_asked(text):
    try:
        cell = feel.unary(text)
    except feel.FeelError:
        return

    assert cell.test(1, {"a": 1}) in (True, False, None)


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_whole_numbers_are_added_and_compared_as_python_does(left, right):
    given = {"a": left, "b": right}

    assert feel.compile("a + b").evaluate(given) == left + right
    assert feel.compile("a < b").evaluate(given) is (left < right)


@given(st.lists(st.integers(-9, 9), max_size=12))
def test_sorting_counting_and_filtering_agree_with_python(numbers):
    given = {"a": numbers}

    assert feel.compile("sort(a)").evaluate(given) == sorted(numbers)
    assert feel.compile("a[item > 0]").evaluate(given) == [n for n in numbers if n > 0]
    assert feel.compile("distinct values(a)").evaluate(given) == list(dict.fromkeys(numbers))
    assert feel.compile("some x in a satisfies x > 5").evaluate(given) is any(n > 5 for n in numbers)


@given(st.one_of(st.dates(), st.datetimes(), st.datetimes(timezones=st.just(UTC)), st.times(), st.timedeltas()))
def test_a_date_time_or_duration_can_be_read_back_from_its_text(value):
    text = feel.plain(value)

    assert feel.compile(f'@"{text}"').evaluate({}) == value
