"""Builds logic, comparison, membership and arithmetic."""

from workflows.feel import limits
from workflows.feel.arithmetic import calculated, negated
from workflows.feel.closures.registry import Setting, build, builds
from workflows.feel.compare import compared, matches, ordered
from workflows.feel.instances import instance_of
from workflows.feel.scope import Closure, Scope
from workflows.feel.tree import (
    Arithmetic,
    Between,
    Comparison,
    InstanceOf,
    Logic,
    Membership,
    Negation,
    UnaryTest,
    UnaryTests,
)
from workflows.feel.values import Value


@builds(Logic)
def _logic(node: Logic, setting: Setting) -> Closure:
    operands = tuple(build(operand, setting) for operand in node.operands)
    decides = node.word == "or"

    def decide(scope: Scope) -> Value:
        unknown = False
        for operand in operands:
            value = operand(scope)
            if value is decides:
                return decides
            unknown = unknown or type(value) is not bool
        return None if unknown else not decides

    return decide


@builds(Comparison)
def _comparison(node: Comparison, setting: Setting) -> Closure:
    left, right, sign = build(node.left, setting), build(node.right, setting), node.sign
    if sign not in ("=", "!="):
        return lambda scope: ordered(sign, left(scope), right(scope))
    wanted = sign == "="

    def same(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is str and type(other) is str:
            return (one == other) is wanted
        return compared(sign, one, other, scope)

    return same


@builds(Between)
def _between(node: Between, setting: Setting) -> Closure:
    value, low, high = build(node.value, setting), build(node.low, setting), build(node.high, setting)

    def between(scope: Scope) -> Value:
        middle = value(scope)
        above, below = ordered(">=", middle, low(scope)), ordered("<=", middle, high(scope))
        return False if False in (above, below) else None if None in (above, below) else True

    return between


@builds(Membership)
def _membership(node: Membership, setting: Setting) -> Closure:
    value = build(node.value, setting)
    tests = UnaryTests(node.tests, at=node.at)
    holds = build(tests, setting.binding("?"))
    return lambda scope: holds(Scope({"?": value(scope)}, scope))


@builds(UnaryTests)
def _unary_tests(node: UnaryTests, setting: Setting) -> Closure:
    tests = tuple(build(test, setting) for test in node.tests)

    def any_holds(scope: Scope) -> Value:
        unknown = False
        for test in tests:
            value = test(scope)
            if value is True:
                return True
            unknown = unknown or value is None
        return None if unknown else not tests

    if not node.negated:
        return any_holds
    return lambda scope: None if (value := any_holds(scope)) is None else not value


@builds(UnaryTest)
def _unary_test(node: UnaryTest, setting: Setting) -> Closure:
    operand, sign = build(node.operand, setting), node.sign
    if node.asks:
        return lambda scope: value if type(value := operand(scope)) is bool else None
    if sign:
        return lambda scope: compared(sign, _input(scope), operand(scope), scope)
    return lambda scope: matches(_input(scope), operand(scope), scope)


@builds(Arithmetic)
def _arithmetic(node: Arithmetic, setting: Setting) -> Closure:
    first = build(node.first, setting)
    rest = tuple((sign, build(operand, setting)) for sign, operand in node.rest)

    def calculate(scope: Scope) -> Value:
        value = first(scope)
        for sign, operand in rest:
            if sign == "**":
                scope.spend(limits.POWER)
            value = calculated(sign, value, operand(scope))
        return value

    return calculate


@builds(Negation)
def _negation(node: Negation, setting: Setting) -> Closure:
    operand = build(node.operand, setting)
    return lambda scope: negated(operand(scope))


@builds(InstanceOf)
def _instance_of(node: InstanceOf, setting: Setting) -> Closure:
    value, kind = build(node.value, setting), node.type
    return lambda scope: instance_of(value(scope), kind, scope)


def _input(scope: Scope) -> Value:
    at: Scope | None = scope
    while at is not None:
        if "?" in at.names:
            return at.names["?"]
        at = at.outer
    return None
