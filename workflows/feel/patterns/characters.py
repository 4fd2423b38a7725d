"""Which characters an escape or a class in brackets stands for."""

import unicodedata
from collections.abc import Callable

from workflows.feel.patterns.tree import Accepts

_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}
_CLASSES: dict[str, Accepts] = {
    "d": lambda c: unicodedata.category(c) == "Nd",
    "s": lambda c: c in " \t\n\r",
    "w": lambda c: unicodedata.category(c)[0] not in "PZC",
}
_CATEGORIES = frozenset(
    {"L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "C"}
    | {"P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So"}
)


LINE_ENDS = frozenset("\n\r")


class PatternError(ValueError):
    """A pattern that cannot be read."""


def only(character: str) -> Accepts:
    """Just this character."""
    return lambda c: c == character


def between(first: str, last: str) -> Accepts:
    """The characters of a range such as a-z."""
    if first > last:
        raise PatternError(f"{first}-{last}")
    return lambda c: first <= c <= last


def any_of(parts: list[Accepts], negated: bool) -> Accepts:
    """What one of the parts accepts, or what none does."""
    return lambda c: any(part(c) for part in parts) is not negated


def in_any_case(accepts: Accepts) -> Accepts:
    """The same in capital and small letters."""
    return lambda c: accepts(c) or accepts(c.lower()) or accepts(c.upper())


def escaped(letter: str, category: Callable[[], str]) -> Accepts | str:
    """What a backslash and a letter mean: a class, or the one character returned as text."""
    if letter in _CONTROLS:
        return _CONTROLS[letter]
    if letter.lower() in _CLASSES:
        return _turned(_CLASSES[letter.lower()], letter)
    if letter in ("p", "P"):
        name = category()
        if name not in _CATEGORIES:
            raise PatternError(name)
        return _turned(lambda c: unicodedata.category(c).startswith(name), letter)
    if letter.isalnum():
        raise PatternError(letter)
    return letter


def _turned(accepts: Accepts, letter: str) -> Accepts:
    return accepts if letter.islower() else lambda c: not accepts(c)
