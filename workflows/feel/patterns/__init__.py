"""Finds regular expressions in text in time proportional to the text, whatever the pattern."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from workflows.feel.patterns.characters import PatternError
from workflows.feel.patterns.parser import Reader
from workflows.feel.patterns.program import Done, Fork, Keep, Stand, Step, Take, program_of

Found: TypeAlias = tuple[int | None, ...]
"""Begin and end of the match, then of each group; None for a group that took no part."""

_Thread: TypeAlias = tuple[int, Found]


class Pattern:
    """A compiled pattern."""

    def __init__(self, steps: list[Step], groups: int, lines: bool) -> None:
        self.groups = groups
        self._steps = steps
        self._lines = lines

    def find(self, text: str, start: int, spend: Callable[[int], None]) -> Found | None:
        """The first match from a place on; `spend` is told of every step before it is made."""
        threads: list[_Thread] = []
        best: Found | None = None
        for at in range(start, len(text) + 1):
            if best is None:
                threads.append((0, (None,) * (2 * self.groups + 2)))
            spend(1 + len(threads))
            threads, done = self._after(self._waiting(threads, text, at, spend), text[at : at + 1])
            best = done or best
            if best is not None and not threads:
                break
        return best

    def _after(self, waiting: list[_Thread], character: str) -> tuple[list[_Thread], Found | None]:
        """The threads that take the character, down to the first that is done: those after it are worse."""
        threads: list[_Thread] = []
        for index, places in waiting:
            step = self._steps[index]
            if isinstance(step, Done):
                return threads, places
            if character and isinstance(step, Take) and step.accepts(character):
                threads.append((index + 1, places))
        return threads, None

    def _waiting(self, threads: list[_Thread], text: str, at: int, spend: Callable[[int], None]) -> list[_Thread]:
        """Follow all threads to where they need a character, in order of preference and none twice."""
        waiting, seen, stack = [], set(), threads[::-1]
        while stack:
            index, places = stack.pop()
            if index in seen:
                continue
            seen.add(index)
            step = self._steps[index]
            if isinstance(step, Fork):
                stack.extend((target, places) for target in reversed(step.targets))
            elif isinstance(step, Keep):
                stack.append((index + 1, (*places[: step.slot], at, *places[step.slot + 1 :])))
            elif not isinstance(step, Stand):
                waiting.append((index, places))
            elif self._at_edge(step.sign, text, at):
                stack.append((index + 1, places))
        spend(len(seen))
        return waiting

    def _at_edge(self, sign: str, text: str, at: int) -> bool:
        if sign == "^":
            return at == 0 or (self._lines and text[at - 1] == "\n")
        return at == len(text) or (self._lines and text[at] == "\n")


@lru_cache(maxsize=512)
def pattern_of(text: str, flags: str = "") -> Pattern | None:
    """Compile a pattern, or say with None that it is none; flags are letters of s, m, i and x (blanks do not count)."""
    if set(flags) - set("smix") or len(text) > 1000:
        return None
    reader = Reader("".join(text.split()) if "x" in flags else text, flags)
    try:
        return Pattern(program_of(reader.whole()), reader.groups, "m" in flags)
    except PatternError:
        return None
