"""Turns the parts of a pattern into the steps of a small machine."""

from dataclasses import dataclass

from workflows.feel.patterns.characters import PatternError
from workflows.feel.patterns.tree import Accepts, Chain, Choice, Edge, Group, One, Part, Repeat

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Take:
    """Go on if the next character fits."""

    accepts: Accepts


@dataclass(frozen=True, slots=True)
class Stand:
    """Go on if this is an edge of the text, or of a line."""

    sign: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Remember this place in a slot."""

    slot: int


@dataclass(slots=True)
class Fork:
    """Go on at several steps, the first of them preferred."""

    targets: list[int]


@dataclass(frozen=True, slots=True)
class Done:
    """The pattern fits."""


Step = Take | Stand | Keep | Fork | Done


def program_of(part: Part) -> list[Step]:
    """The steps that find a pattern; slots 0 and 1 hold its ends, 2 and 3 those of group 1... Raises PatternError."""
    steps: list[Step] = [Keep(0)]
    _add(part, steps)
    return [*steps, Keep(1), Done()]


def _add(part: Part, steps: list[Step]) -> None:
    if len(steps) > _LONGEST:
        raise PatternError("too long")
    if isinstance(part, One):
        steps.append(Take(part.accepts))
    elif isinstance(part, Edge):
        steps.append(Stand(part.sign))
    elif isinstance(part, Chain):
        for piece in part.parts:
            _add(piece, steps)
    elif isinstance(part, Group):
        steps.append(Keep(2 * part.number))
        _add(part.part, steps)
        steps.append(Keep(2 * part.number + 1))
    elif isinstance(part, Choice):
        _add_choice(part, steps)
    else:
        _add_repeat(part, steps)


def _add_choice(part: Choice, steps: list[Step]) -> None:
    fork = Fork([])
    steps.append(fork)
    ends = []
    for piece in part.parts:
        fork.targets.append(len(steps))
        _add(piece, steps)
        end = Fork([])
        ends.append(end)
        steps.append(end)
    for end in ends:
        end.targets.append(len(steps))


def _add_repeat(part: Repeat, steps: list[Step]) -> None:
    for _ in range(part.least):
        steps.append(Fork([len(steps) + 1]))  # even nothing, repeated, makes the program longer and so has an end
        _add(part.part, steps)
    if part.most is None:
        _add_endless(part, steps)
        return
    forks = []
    for _ in range(part.most - part.least):
        fork = Fork([len(steps) + 1])
        forks.append(fork)
        steps.append(fork)
        _add(part.part, steps)
    for fork in forks:
        _leave(fork, len(steps), part.lazy)


def _add_endless(part: Repeat, steps: list[Step]) -> None:
    begin = len(steps)
    fork = Fork([begin + 1])
    steps.append(fork)
    _add(part.part, steps)
    steps.append(Fork([begin]))
    _leave(fork, len(steps), part.lazy)


def _leave(fork: Fork, target: int, lazy: bool) -> None:
    fork.targets.insert(0 if lazy else len(fork.targets), target)
