"""Reads the text of an expression, or of a decision table's cell, into a tree."""

from workflows.errors import msg
from workflows.feel.parser.operators import Operators
from workflows.feel.tree import For, FunctionDefinition, If, Iteration, Node, Quantified, UnaryTests


def parse(text: str) -> Node:
    """Read an expression; raises FeelError."""
    return _Parser(text).whole()


def parse_unary(text: str) -> UnaryTests:
    """Read unary tests: `-`, `> 5`, `"a", "b"`, `[1..3]`, `not(...)`; raises FeelError."""
    return _Parser(text).whole_cell()


class _Parser(Operators):
    """The top level of the parser: expressions that begin with a word."""

    def whole(self) -> Node:
        node = self.expression()
        self._end()
        return node

    def whole_cell(self) -> UnaryTests:
        if self.takes("-") and self.token.kind == "end":
            return UnaryTests(())
        self.index = 0
        if self.sees("not") and self.ahead().value == "(":
            self.index = 2
            tests = self.listed(lambda: self.unary_test(self.expression), ")")
            if tests and self.token.kind == "end":
                return UnaryTests(tests, negated=True)
            self.index = 0
        parts = [self.unary_test(self.expression)]
        while self.takes(","):
            parts.append(self.unary_test(self.expression))
        self._end()
        return UnaryTests(tuple(parts))

    def expression(self) -> Node:
        with self.nested():
            word = self.token.value if self.token.kind == "word" else None
            if word == "if":
                return self._if()
            if word == "for":
                return self._for()
            if word in ("some", "every"):
                return self._quantified()
            if word == "function":
                return self._function()
            return self.operation()

    def _end(self) -> None:
        if self.token.kind != "end":
            raise self.error(msg("expected the end of the expression, found {found}"), found=self.found())

    def _if(self) -> Node:
        at = self.step().start
        condition = self.expression()
        self.need("then")
        yes = self.expression()
        self.need("else")
        return If(condition, yes, self.expression(), at=at)

    def _for(self) -> Node:
        at = self.step().start
        iterations = self._iterations("return")
        return For(iterations, self.expression(), at=at)

    def _quantified(self) -> Node:
        token = self.step()
        iterations = self._iterations("satisfies")
        return Quantified(token.value, iterations, self.expression(), at=token.start)

    def _iterations(self, close: str) -> tuple[Iteration, ...]:
        iterations = [self._iteration()]
        while self.need(",", close) == ",":
            with self.nested(len(iterations)):
                iterations.append(self._iteration())
        return tuple(iterations)

    def _iteration(self) -> Iteration:
        at, name = self.token.start, self.name()
        self.need("in")
        domain = self.expression()
        end = self.expression() if self.takes("..") else None
        return Iteration(name, domain, end, at=at)

    def _function(self) -> Node:
        at = self.step().start
        self.need("(")
        parameters = self.listed(self._parameter, ")")
        if self.sees("external"):
            raise self.error(msg("an expression cannot call a program"))
        return FunctionDefinition(parameters, self.expression(), at=at)

    def _parameter(self) -> str:
        name = self.name()
        if self.takes(":"):
            self.type_name()
        return name
