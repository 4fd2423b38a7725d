"""Functions that compare points and ranges in time or number; a point counts as a range that holds only itself."""

from workflows.feel.compare import ordered
from workflows.feel.functions.builtin import builtin
from workflows.feel.values import Range, Value


@builtin("before", point1="any", point2="any")
def before(point1: Value, point2: Value) -> Value:
    """Whether the first ends before the second begins."""
    one, other = _range(point1), _range(point2)
    return _ends_before(one, other)


@builtin("after", point1="any", point2="any")
def after(point1: Value, point2: Value) -> Value:
    """Whether the first begins after the second ends."""
    return _ends_before(_range(point2), _range(point1))


@builtin("meets", range1="range", range2="range")
def meets(range1: Range, range2: Range) -> Value:
    """Whether the second begins exactly where the first ends."""
    return _all(range1.high_included, range2.low_included, _is(range1.high, range2.low))


@builtin("met by", range1="range", range2="range")
def met_by(range1: Range, range2: Range) -> Value:
    """Whether the first begins exactly where the second ends."""
    return meets(range2, range1)


@builtin("overlaps", range1="range", range2="range")
def overlaps(range1: Range, range2: Range) -> Value:
    """Whether some point lies in both."""
    apart = (_ends_before(range1, range2), _ends_before(range2, range1))
    return None if None in apart else True not in apart


@builtin("includes", range_="range", point="any")
def includes(range_: Range, point: Value) -> Value:
    """Whether the first holds all of the second."""
    return _holds(range_, _range(point))


@builtin("during", point="any", range_="range")
def during(point: Value, range_: Range) -> Value:
    """Whether the first lies wholly in the second."""
    return _holds(range_, _range(point))


@builtin("starts", point="any", range_="range")
def starts(point: Value, range_: Range) -> Value:
    """Whether the first begins together with the second and lies in it."""
    one = _range(point)
    return _all(one.low_included is range_.low_included, _is(one.low, range_.low), _holds(range_, one))


@builtin("started by", range_="range", point="any")
def started_by(range_: Range, point: Value) -> Value:
    """Whether the second begins together with the first and lies in it."""
    return starts(point, range_)


@builtin("finishes", point="any", range_="range")
def finishes(point: Value, range_: Range) -> Value:
    """Whether the first ends together with the second and lies in it."""
    one = _range(point)
    return _all(one.high_included is range_.high_included, _is(one.high, range_.high), _holds(range_, one))


@builtin("finished by", range_="range", point="any")
def finished_by(range_: Range, point: Value) -> Value:
    """Whether the second ends together with the first and lies in it."""
    return finishes(point, range_)


@builtin("coincides", point1="any", point2="any")
def coincides(point1: Value, point2: Value) -> Value:
    """Whether both are the same point or range_."""
    one, other = _range(point1), _range(point2)
    ends = (one.low_included, one.high_included) == (other.low_included, other.high_included)
    return _all(ends, _is(one.low, other.low), _is(one.high, other.high))


def _range(value: Value) -> Range:
    return value if type(value) is Range else Range(value, value)


def _ends_before(one: Range, other: Range) -> bool | None:
    if one.high is None or other.low is None:
        return None
    return ordered("<" if one.high_included and other.low_included else "<=", one.high, other.low)


def _holds(outer: Range, inner: Range) -> bool | None:
    low = ordered("<=" if outer.low_included or not inner.low_included else "<", outer.low, inner.low)
    high = ordered("<=" if outer.high_included or not inner.high_included else "<", inner.high, outer.high)
    return _all(low, high)


def _is(one: Value, other: Value) -> bool | None:
    low, high = ordered("<=", one, other), ordered(">=", one, other)
    return _all(low, high)


def _all(*parts: bool | None) -> bool | None:
    return False if False in parts else None if None in parts else True
