"""Reads what follows a value: entries, filters and calls."""

from workflows.errors import msg
from workflows.feel.functions import spaced_name
from workflows.feel.lexer import Token
from workflows.feel.parser.primary import Primary
from workflows.feel.tree import Call, Filter, Name, Node, Path

_SPACED_ENTRIES = {("time", "offset"), ("start", "included"), ("end", "included")}
_BEGINS = frozenset({"(", "[", "{", "-", "@"})
_NEVER_BEGINS = frozenset({"and", "or", "then", "else", "in", "return", "satisfies", "between", "instance"})


class Postfix(Primary):
    """The level of the parser that follows a value to its parts."""

    def postfix(self) -> Node:
        """Read a value and everything that hangs on it."""
        node = self._builtin() or self.primary()
        steps = 0
        while self.sees(".", "(") or (self.sees("[") and _begins_expression(self.ahead())):
            steps += 1
            with self.nested(steps):
                node = self._hung_on(node)
        return node

    def _builtin(self) -> Node | None:
        if self.token.kind != "word":
            return None
        words = []
        for token in self.tokens[self.index : self.index + 5]:
            if token.kind != "word":
                break
            words.append(token.value)
        name = spaced_name(words)
        if name is None or self.ahead(len(words)).value != "(" or self.ahead(len(words)).kind != "sign":
            return None
        at = self.token.start
        self.index += len(words)
        return Name(name, at=at)

    def _hung_on(self, node: Node) -> Node:
        at = self.token.start
        if self.takes("."):
            return Path(node, self._entry_name(), at=at)
        if self.takes("["):
            condition = self.expression()
            self.need("]")
            return Filter(node, condition, at=at)
        self.need("(")
        return self._call(node)

    def _entry_name(self) -> str:
        if self.token.kind != "word":
            raise self.error(msg("expected a name after the dot, found {found}"), found=self.found())
        name = str(self.step().value)
        if (name, self.token.value) in _SPACED_ENTRIES:
            return f"{name}_{self.step().value}"
        return name

    def _call(self, function: Node) -> Node:
        arguments = self.listed(self._argument, ")")
        names = tuple(name for name, _ in arguments if name)
        if names and len(names) != len(arguments):
            raise self.error(msg("give all arguments by name or none"), function.at)
        if len(set(names)) != len(names):
            raise self.error(msg("an argument is given twice"), function.at)
        return Call(function, tuple(node for _, node in arguments), names, at=function.at)

    def _argument(self) -> tuple[str, Node]:
        words: list[str] = []
        while self.ahead(len(words)).kind == "word":
            words.append(str(self.ahead(len(words)).value))
        after = self.ahead(len(words))
        if not words or after.kind != "sign" or after.value != ":":
            return "", self.expression()
        self.index += len(words) + 1
        return "_".join(words), self.expression()


def _begins_expression(token: Token) -> bool:
    """Whether `[` before this token opens a filter; else it closes a range such as [1..3[."""
    if token.kind == "word":
        return token.value not in _NEVER_BEGINS
    return token.kind in ("number", "string") or (token.kind == "sign" and token.value in _BEGINS)
