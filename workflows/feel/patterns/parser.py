"""Reads a regular expression of the standard (XPath's, without back references) into its parts."""

import re

from workflows.feel.patterns.characters import LINE_ENDS, PatternError, any_of, between, escaped, in_any_case, only
from workflows.feel.patterns.tree import Accepts, Chain, Choice, Edge, Group, One, Part, Repeat

_COUNT = re.compile(r"\{(\d{1,4})(,(\d{1,4})?)?\}")
_DEEPEST = 20


class Reader:
    """Reads one pattern; flags are letters of s (dot takes line ends), i (any case) and m (edges at each line)."""

    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.flags = flags
        self.at = 0
        self.groups = 0
        self.depth = 0

    def whole(self) -> Part:
        """Read the pattern; raises PatternError."""
        part = self._choice()
        if self.at < len(self.text):
            raise PatternError(self.text)
        return part

    def _choice(self) -> Part:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise PatternError("too deep")
        parts = [self._chain()]
        while self._takes("|"):
            parts.append(self._chain())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _chain(self) -> Part:
        parts = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self._repeated())
        return Chain(tuple(parts))

    def _repeated(self) -> Part:
        part = self._single()
        counts = self._counts()
        if counts is None:
            return part
        least, most = counts
        if most is not None and most < least:
            raise PatternError(self.text)
        return Repeat(part, least, most, self._takes("?"))

    def _counts(self) -> tuple[int, int | None] | None:
        for sign, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._takes(sign):
                return counts
        match = _COUNT.match(self.text, self.at)
        if not match:
            return None
        self.at = match.end()
        least = int(match[1])
        return least, (int(match[3]) if match[3] else None) if match[2] else least

    def _single(self) -> Part:
        character = self._next()
        if character == "(":
            return self._group()
        if character in "^$":
            return Edge(character)
        if character == ".":
            return One(_anything if "s" in self.flags else _inside_line)
        if character == "[":
            return self._one(self._class())
        if character == "\\":
            meant = escaped(self._next(), self._category)
            return self._one(only(meant) if isinstance(meant, str) else meant)
        if character in "*+?{}]":
            raise PatternError(character)
        return self._one(only(character))

    def _group(self) -> Part:
        number = 0
        if not self._takes("?:"):
            self.groups += 1
            number = self.groups
        part = self._choice()
        if not self._takes(")"):
            raise PatternError(self.text)
        return Group(number, part) if number else part

    def _class(self) -> Accepts:
        negated, parts = self._takes("^"), []
        while not self._takes("]"):
            first = self._class_character()
            if not isinstance(first, str):
                parts.append(first)
            elif self.text[self.at : self.at + 1] == "-" and self.text[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                last = self._class_character()
                if not isinstance(last, str):
                    raise PatternError(self.text)
                parts.append(between(first, last))
            else:
                parts.append(only(first))
        if not parts:
            raise PatternError(self.text)
        return any_of(parts, negated)

    def _class_character(self) -> Accepts | str:
        character = self._next()
        if character == "[":
            raise PatternError(self.text)
        return escaped(self._next(), self._category) if character == "\\" else character

    def _category(self) -> str:
        if not self._takes("{"):
            raise PatternError(self.text)
        end = self.text.find("}", self.at)
        name = self.text[self.at : end]
        self.at = end + 1
        return name

    def _one(self, accepts: Accepts) -> One:
        return One(in_any_case(accepts) if "i" in self.flags else accepts)

    def _takes(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise PatternError(self.text)
        self.at += 1
        return self.text[self.at - 1]


def _inside_line(character: str) -> bool:
    return character not in LINE_ENDS


def _anything(_character: str) -> bool:
    return True
