"""What a pattern says: the parts of a regular expression."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Accepts: TypeAlias = Callable[[str], bool]
"""Whether a character fits."""


@dataclass(frozen=True, slots=True)
class One:
    """One character that fits."""

    accepts: Accepts


@dataclass(frozen=True, slots=True)
class Edge:
    """A place without width: `^` or `$`."""

    sign: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Parts one after the other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several parts, the first that fits."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A part whose place in the text is remembered under a number from 1."""

    number: int
    part: "Part"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part several times; no most is no end. A lazy one stops as soon as it can."""

    part: "Part"
    least: int
    most: int | None
    lazy: bool


Part: TypeAlias = One | Edge | Chain | Choice | Group | Repeat
