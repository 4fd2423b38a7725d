"""Reads operators, from the loosest (or) to the tightest (minus)."""

from collections.abc import Callable

from workflows.errors import msg
from workflows.feel.parser.postfix import Postfix
from workflows.feel.parser.types import TypeNames
from workflows.feel.tree import (
    Arithmetic,
    Between,
    Comparison,
    InstanceOf,
    Logic,
    Membership,
    Negation,
    Node,
    UnaryTest,
)

_OR, _AND, _COMPARED, _SUM, _PRODUCT, _POWER = range(6)
_NOT_AN_OPERATOR = -1
_SIGNS = {"=": _COMPARED, "!=": _COMPARED, "<": _COMPARED, "<=": _COMPARED, ">": _COMPARED, ">=": _COMPARED}
_LEVELS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER, "or": _OR, "and": _AND} | _SIGNS
_LEVELS |= {"between": _COMPARED, "in": _COMPARED, "instance": _COMPARED}


class Operators(Postfix, TypeNames):
    """The level of the parser that joins values."""

    def operation(self, loosest: int = _OR) -> Node:
        """Read a value with every operator that binds at least as tightly as `loosest`."""
        at, node = self.token.start, self._negation()
        while (level := self._level()) >= loosest:
            with self.nested():
                node = self._compared(node, at) if level == _COMPARED else self._chain(level, node, at)
        return node

    def unary_test(self, operand: Callable[[], Node]) -> UnaryTest:
        """Read one test of an input: `> 5`, or a value, list, range or condition."""
        at, before = self.token.start, self.index
        if sign := self.takes(*_SIGNS):
            return UnaryTest(sign, self.operation(_SUM), at=at)
        node = operand()
        asks = any(token.value == "?" for token in self.tokens[before : self.index] if token.kind == "word")
        return UnaryTest("", node, asks, at=at)

    def _level(self) -> int:
        token = self.token
        return _LEVELS.get(token.value, _NOT_AN_OPERATOR) if token.kind in ("word", "sign") else _NOT_AN_OPERATOR

    def _chain(self, level: int, first: Node, at: int) -> Node:
        rest: list[tuple[str, Node]] = []
        while self._level() == level:
            rest.append((str(self.step().value), self.operation(level + 1)))
        if level in (_OR, _AND):
            return Logic(rest[0][0], (first, *(operand for _, operand in rest)), at=at)
        return Arithmetic(first, tuple(rest), at=at)

    def _compared(self, left: Node, at: int) -> Node:
        word = str(self.step().value)
        if word == "between":
            low = self.operation(_SUM)
            self.need("and")
            return Between(left, low, self.operation(_SUM), at=at)
        if word == "in":
            return Membership(left, self._tests(), at=at)
        if word == "instance":
            self.need("of")
            return InstanceOf(left, self.type_name(), at=at)
        if word == "=" and self.sees("="):
            raise self.error(msg("compare with = and not with =="))
        node = Comparison(word, left, self.operation(_SUM), at=at)
        if self.sees(*_SIGNS):
            raise self.error(msg("join comparisons with and: a < b and b < c"))
        return node

    def _tests(self) -> tuple[UnaryTest, ...]:
        at = self.token.start
        if not self.takes("("):
            return (self.unary_test(lambda: self.operation(_SUM)),)
        tests = [self.unary_test(self.expression)]
        if not tests[0].sign and self.takes(".."):
            return (UnaryTest("", self.range_from("(", tests[0].operand, at), at=at),)
        while self.need(",", ")") == ",":
            tests.append(self.unary_test(self.expression))
        return tuple(tests)

    def _negation(self) -> Node:
        at = self.token.start
        if not self.takes("-"):
            return self.postfix()
        with self.nested():
            return Negation(self._negation(), at=at)
