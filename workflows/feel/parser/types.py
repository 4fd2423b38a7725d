"""Reads the names of types after `instance of` and in the parameters of functions."""

from workflows.errors import msg
from workflows.feel.parser.cursor import Cursor
from workflows.feel.tree import Type

TYPES = frozenset(
    {
        "Any",
        "Null",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "list",
        "context",
        "range",
        "function",
    }
)


class TypeNames(Cursor):
    """The level of the parser that knows types."""

    def type_name(self) -> Type:
        """Read `number`, `date and time`, `list<string>`, `context<a: number>`..."""
        at, name = self.token.start, self._words()
        if name is None:
            raise self.error(msg("expected the name of a type, found {found}"), found=self.found())
        with self.nested():
            if name in ("list", "range") and self.takes("<"):
                element = self.type_name()
                self.need(">")
                return Type(name, element, at=at)
            if name == "context" and self.takes("<"):
                return Type(name, entries=self.listed(self._entry_type, ">"), at=at)
            if name == "function" and self.takes("<"):
                self.listed(self.type_name, ">")
                self.need("->")
                self.type_name()
        return Type(name, at=at)

    def _entry_type(self) -> tuple[str, Type]:
        name = self.name()
        self.need(":")
        return name, self.type_name()

    def _words(self) -> str | None:
        for length in (4, 3, 1):
            tokens = self.tokens[self.index : self.index + length]
            name = " ".join(str(token.value) for token in tokens)
            if all(token.kind == "word" for token in tokens) and name in TYPES:
                self.index += length
                return name
        return None
