"""Whatever is written, compiling and evaluating end soon, and nothing is executed."""

import builtins
from functools import reduce

import pytest

from feel_tables import value_of
from workflows import feel
from workflows.feel import limits
from workflows.feel.scope import Scope


def doubled(last):
    """Twenty lists, each three times the one before, and a last entry."""
    lists = [f"l{i}: [l{i - 1}, l{i - 1}, l{i - 1}]" for i in range(1, 21)]
    return "{l0: [1, 1, 1], " + ", ".join(lists) + f", end: {last}}}.end"


ENDLESS = {
    "two loops": "for a in 1..5000, b in 1..5000 return a * b",
    "three quantifiers": "some a in 1..900, b in 1..900, c in 1..900 satisfies a + b + c < 0",
    "a range too long": "for a in 1..1000000000 return a",
    "a function of itself": "{f: function(g) g(g), z: f(f)}.z",
    "a function of itself, twice": "{f: function(g) [g(g), g(g)], z: f(f)}.z",
    "a list of lists": doubled("l20"),
    "its text": doubled("string(l20)"),
    "its comparison": doubled("l20 = l20"),
    "its items": doubled("flatten(l20)"),
    "its distinct values": doubled("distinct values(l20)"),
    "its entries": doubled("l20.x"),
    "its membership": doubled("l20 in l20"),
    "its type": doubled("l19 instance of list<list<string>> or l20 = 1 or list contains(l20, l20)"),
    "a text that doubles": '{a: "xxxxxxxxxx", '
    + ", ".join(f"{chr(98 + i)}: {chr(97 + i)} + {chr(97 + i)}" for i in range(24))
    + "}.y",
    "a tower of powers": "9 ** 9 ** 9 ** 9 ** 9",
    "powers without end": "for i in 1..10000 return i ** 1.37",
    "logarithms without end": "for i in 1..10000 return log(i)",
    "a hard pattern": 'matches(long, "(a|a|aa)*(a|a|aa)*(a|a)*b")',
    "a pattern of patterns": 'matches(long, "((a{1,9}){1,9}){1,9}b")',
    "a pattern of nothing": 'matches(long, "(?:(?:){9999}){9999}")',
    "a replacement that grows": 'for i in 1..1000 return replace(long, "a", "bbbbbbbbbbbb")',
    "data that holds itself": "knot",
    "data too deep": "deep = deep",
    "a filter in a filter": "wide[count(wide[item > 0]) > 0]",
}


@pytest.fixture
def vast():
    knot = []
    knot.append(knot)
    deep = reduce(lambda inner, _: [inner], range(5000), 1)
    return {"long": "a" * 90_000, "knot": knot, "deep": deep, "wide": list(range(1, 3000))}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
@pytest.mark.timeout(20)
def test_what_would_not_end_soon_has_no_value(text, vast):
    assert value_of(text, **vast) is None


def test_a_council_of_thirty_is_well_within_the_limits():
    members = [{"name": f"Member {i}", "role": "member", "units": [{"code": j} for j in range(10)]} for i in range(30)]
    text = 'count(for m in members, n in members, u in n.units return if m.role = "member" then u.code else null)'

    assert value_of(text, members=members) == 9000


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("(", ")"),
        ("[", "]"),
        ("{a: ", "}"),
        ("-", ""),
        ("if a then 1 else ", ""),
        ("a.", ""),
        ("a[", "]"),
        ("1 in (", ")"),
    ],
)
def test_deep_nesting_is_refused(opening, closing):
    with pytest.raises(feel.FeelError, match="more than 50 expressions stand inside each other"):
        feel.compile(opening * 60 + "a" + closing * 60)

    assert feel.compile(opening * 20 + "a" + closing * 20)


@pytest.mark.parametrize(
    ("joined", "value"), [("1" + " + 1" * 2000, 2001), ("a" + " or a" * 1500, None), ("2" + " * 1" * 2000, 2)]
)
def test_long_chains_are_not_deep(joined, value):
    assert value_of(joined) == value


def test_an_expression_may_be_ten_thousand_characters_long():
    assert value_of('"' + "x" * (limits.SOURCE - 2) + '"') == "x" * (limits.SOURCE - 2)

    with pytest.raises(feel.FeelError, match="longer than 10000"):
        feel.compile("1" * (limits.SOURCE + 1))


def test_an_expression_pays_the_same_wherever_it_is_evaluated():
    def spent(names):
        scope = Scope(names)
        expression._closure(scope)
        return limits.FUEL - scope.fuel

    expression = feel.compile("for x in xs return x + 1")

    assert spent({"xs": [1] * 10}) == spent({"xs": [2] * 10}) > 10


PROBES = [
    "().__class__.__bases__",
    "a.__class__",
    'a["__class__"]',
    "a.__init__.__globals__",
    "members.append",
    '"{0.__class__}"',
    "string(a.__dict__)",
    'get value(a, "__class__")',
    "{f: function(x) x, g: f.__code__}.g",
    '@"P1D".__class__',
]


class Secret:
    password = "hunter2"


@pytest.mark.parametrize("text", PROBES)
def test_no_attribute_of_a_python_object_is_ever_seen(text):
    names = {"a": Secret(), "members": [1]}
    try:
        seen = value_of(text, **names)
    except feel.FeelError:
        seen = None

    assert seen in (None, [None], [], "{0.__class__}")


def test_an_object_of_the_host_is_null():
    assert value_of("a.password", a=Secret()) is None
    assert value_of("a = null", a=Secret()) is True


def test_neither_compiling_nor_evaluating_runs_python(monkeypatch):
    def forbidden(*_):
        raise AssertionError("Python was asked to run text")

    text = 'for m in members return if matches(m.name, "^[A-Z]") then {n: m.name, f: (function(x) x + 1)(1)} else null'
    for name in ("eval", "exec", "compile"):
        monkeypatch.setattr(builtins, name, forbidden)
    value = feel.plain(feel.compile.__wrapped__(text).evaluate({"members": [{"name": "Mai"}]}))
    monkeypatch.undo()

    assert value == [{"n": "Mai", "f": 2}]
