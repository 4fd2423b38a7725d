"""Plays a diagram at random, in the engine and in the token game, and compares them after every step."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import played_diagrams as drawn
from token_game import Game
from workflows import engine
from workflows.definition import Definition, compile_bundle
from workflows.errors import NobodyWaits, NotOpen
from workflows.outcome import Outcome

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
OUTCOMES = ["redo", "redo", "again", "go"]


@cache
def compiled(key: str) -> Definition:
    return compile_bundle({f"{key}.bpmn": drawn.PLAYED[key]}, key)


@dataclass
class Play:
    """One dossier, played twice."""

    key: str
    dice: random.Random
    now: datetime = MONDAY
    state: bytes = b""
    open: dict[str, str] = field(default_factory=dict)
    log: list[Any] = field(default_factory=list)
    over: bool = False

    def run(self, steps: int) -> int:
        """Play up to so many steps; return how many were made."""
        self.game = Game(drawn.PLAYED[self.key], self.key, self.now)
        self.begin()
        for made in range(steps):
            if self.over:
                return made
            self.move()
        return steps

    def begin(self) -> None:
        if self.dice.random() < 0.15:
            places = drawn.PLACES[self.key]
            self.game.place(places)
            self.compare("place", engine.place(compiled(self.key), places, {}, now=self.now))
        else:
            self.game.start()
            self.compare("start", engine.start(compiled(self.key), {}, now=self.now))

    def move(self) -> None:
        roll = self.dice.random()
        if roll < 0.2:  # time goes by; the worker may be late, and people may act before it wakes
            self.now += timedelta(hours=self.dice.choice([1, 3, 5, 11, 100]))
        if roll < 0.12 or not self.open:
            self.wake()
        elif roll < 0.27 and self.key in drawn.HEARD:
            self.signal(drawn.HEARD[self.key])
        elif roll > 0.997:
            self.game.cancel()
            self.compare("cancel", engine.cancel(compiled(self.key), self.state, {}, now=self.now))
        else:
            self.complete()

    def wake(self) -> None:
        self.game.wake(self.now)
        self.compare("wake", engine.wake(compiled(self.key), self.state, {}, now=self.now))

    def signal(self, name: str) -> None:
        if self.game.signal(name, self.now):
            self.compare(name, engine.signal(compiled(self.key), self.state, name, {}, now=self.now))
            return
        try:
            engine.signal(compiled(self.key), self.state, name, {}, now=self.now)
        except NobodyWaits:
            self.wake()
        else:
            raise AssertionError(f"nobody waits for {name}: {self.log[-12:]}")

    def complete(self) -> None:
        task, element = self.dice.choice(sorted(self.open.items(), key=lambda item: item[::-1]))
        answers = {"outcome": self.dice.choice(OUTCOMES), "x": self.dice.randint(0, 1), "y": self.dice.randint(0, 1)}
        if self.game.complete(element, answers, self.now):
            self.compare(element, engine.complete(compiled(self.key), self.state, task, answers, {}, now=self.now))
            assert task not in self.open, self.log[-12:]
            return
        try:
            engine.complete(compiled(self.key), self.state, task, answers, {}, now=self.now)
        except NotOpen:
            self.wake()
        else:
            raise AssertionError(f"{element} is not open: {self.log[-12:]}")

    def compare(self, act: str, outcome: Outcome) -> None:
        """Whether both say the same: what is open, when to wake, how it ended, what was walked and decided."""
        self.log.append((act, self.now))
        self.state = outcome.state
        for closed in outcome.closed:
            del self.open[closed.id]
        self.open |= {task.id: task.element for task in outcome.opened}
        engine_says = (
            Counter(self.open.values()),
            outcome.wake_at,
            outcome.end,
            Counter(outcome.walked),
            Counter((decision.element, decision.flows) for decision in outcome.decisions),
        )
        game_says = (self.game.open(), self.game.due(), self.game.end(), self.game.walked, self.game.decided)
        assert not outcome.problems, (outcome.problems, self.log[-12:])
        assert engine_says == game_says, self.log[-12:]
        assert len(outcome.state) < 4000, self.log[-12:]
        assert {task.id for task in engine.open_tasks(compiled(self.key), self.state)} == self.open.keys()
        self.game.walked, self.game.decided = Counter(), Counter()
        self.over = outcome.end is not None


def play(key: str, seed: int, steps: int = 60) -> int:
    return Play(key, random.Random(seed)).run(steps)
