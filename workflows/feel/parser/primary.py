"""Reads what stands alone: literals, names, lists, contexts, ranges and expressions in brackets."""

from typing import Any

from workflows.errors import msg
from workflows.feel.parser.cursor import Cursor
from workflows.feel.temporal import temporal_of
from workflows.feel.tree import ContextLiteral, ListLiteral, Literal, Name, Node, RangeLiteral

_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}


class Primary(Cursor):
    """The level of the parser that needs no operator."""

    def primary(self) -> Node:
        """Read one self-contained expression."""
        token = self.token
        if token.kind in ("number", "string"):
            return Literal(self.step().value, at=token.start)
        if token.kind == "word" and token.value in _CONSTANTS:
            return Literal(_CONSTANTS[self.step().value], at=token.start)
        if token.kind == "word":
            return Name(self.name(), at=token.start)
        if self.takes("@"):
            return self._temporal(token.start)
        if self.takes("{"):
            return self._context(token.start)
        return self._bracketed()

    def range_from(self, opening: str, low: Node, at: int) -> Node:
        """Read the rest of a range after its two dots."""
        high = self.expression()
        closing = self.need("]", ")", "[")
        return RangeLiteral(low, high, opening == "[", closing == "]", at=at)

    def _bracketed(self) -> Node:
        at, opening = self.token.start, self.takes("(", "[", "]")
        if opening is None:
            raise self.error(msg("expected an expression, found {found}"), found=self.found())
        if opening == "[" and self.takes("]"):
            return ListLiteral((), at=at)
        if opening == "(" and (sign := self.takes("<", "<=", ">", ">=")):
            return self._open_range(sign, at)
        first = self.expression()
        if self.takes(".."):
            return self.range_from(opening, first, at)
        if opening == "]":
            self.need("..")
        if opening == "(":
            self.need(")")
            return first
        rest = self.listed(self.expression, "]") if self.need(",", "]") == "," else ()
        return ListLiteral((first, *rest), at=at)

    def _open_range(self, sign: str, at: int) -> Node:
        end = self.expression()
        self.need(")")
        if "<" in sign:
            return RangeLiteral(None, end, False, "=" in sign, at=at)
        return RangeLiteral(end, None, "=" in sign, False, at=at)

    def _temporal(self, at: int) -> Node:
        if self.token.kind != "string":
            raise self.error(msg("expected a text in quotes after @, found {found}"), found=self.found())
        text = self.step().value
        value = temporal_of(text)
        if value is None:
            raise self.error(msg("{value} is not a date, time or duration"), at, value=text)
        return Literal(value, at=at)

    def _context(self, at: int) -> Node:
        entries = self.listed(self._entry, "}")
        names = [name for name, _ in entries]
        for name in names:
            if names.count(name) > 1:
                raise self.error(msg("the entry {name} stands twice in the context"), at, name=name)
        return ContextLiteral(entries, at=at)

    def _entry(self) -> tuple[str, Node]:
        if self.token.kind not in ("word", "string"):
            raise self.error(msg("expected the name of an entry, found {found}"), found=self.found())
        name = str(self.step().value)
        self.need(":")
        return name, self.expression()
