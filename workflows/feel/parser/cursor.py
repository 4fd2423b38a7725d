"""The place of the parser in the tokens, and the words with which it complains."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from workflows.errors import msg
from workflows.feel import limits
from workflows.feel.errors import FeelError
from workflows.feel.lexer import KEYWORDS, Token, tokens_of
from workflows.feel.tree import Node

Part = TypeVar("Part")


class Cursor:
    """The lowest level of the parser: looks at tokens, takes them, and counts nesting."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.index = 0
        self.nesting = 0

    def expression(self) -> Node:
        """Read a whole expression; the top level of the parser says how."""
        raise NotImplementedError

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.index]

    def ahead(self, steps: int = 1) -> Token:
        """The token some steps further, or the end."""
        return self.tokens[min(self.index + steps, len(self.tokens) - 1)]

    def sees(self, *values: str) -> bool:
        """Whether the next token is one of these words or signs."""
        return self.token.kind in ("word", "sign") and self.token.value in values

    def takes(self, *values: str) -> str | None:
        """Step over the next token if it is one of these words or signs."""
        return str(self.step().value) if self.sees(*values) else None

    def step(self) -> Token:
        """Step over the next token, whatever it is."""
        token = self.token
        self.index = min(self.index + 1, len(self.tokens) - 1)
        return token

    def need(self, *values: str) -> str:
        """Step over one of these words or signs, or complain."""
        found = self.takes(*values)
        if found is None:
            wanted = " or ".join(f"'{value}'" for value in values)
            raise self.error(msg("expected {wanted}, found {found}"), wanted=wanted, found=self.found())
        return found

    def name(self) -> str:
        """Step over a name that is not a keyword, or complain."""
        if self.token.kind != "word":
            raise self.error(msg("expected a name, found {found}"), found=self.found())
        if self.token.value in KEYWORDS:
            raise self.error(msg("{found} is a word of the language and cannot be a name"), found=self.found())
        return str(self.step().value)

    def listed(self, read: Callable[[], Part], close: str) -> tuple[Part, ...]:
        """Read parts separated by commas up to the closing sign; there may be none."""
        if self.takes(close):
            return ()
        parts = [read()]
        while self.need(",", close) == ",":
            parts.append(read())
        return tuple(parts)

    @contextmanager
    def nested(self, levels: int = 1) -> Iterator[None]:
        """Go deeper, or complain that this is deep enough."""
        self.nesting += levels
        if self.nesting > limits.NESTING:
            raise self.error(msg("more than {limit} expressions stand inside each other"), limit=limits.NESTING)
        yield
        self.nesting -= levels

    def found(self) -> str:
        """What stands here, for a complaint."""
        return "the end" if self.token.kind == "end" else f"'{self.text[self.token.start : self.token.end][:40]}'"

    def error(self, message: str, at: int | None = None, **values: object) -> FeelError:
        """A complaint about this place or the given one."""
        return FeelError(message, self.text, self.token.start if at is None else at, values)
