"""Processes that do things to one database at the same moment: real ones, each with its own connection."""

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from service import db, permissions
from service.clock import local_date
from service.commands.cast_ballots import cast_ballots
from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.recall_task import recall_task

PATIENCE = 60
"""Seconds after which a racer is thought to hang."""
SIZES = (2, 9)
"""How many start together."""


@dataclass(frozen=True)
class Leg:
    """What one racer does: which verb, who, on which item, with what."""

    verb: str
    person_id: UUID
    item_id: UUID
    given: Any
    now: datetime


class Racers:
    """Nine processes, kept for a whole run; those of one race start together."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._lines = {size: context.Barrier(size) for size in SIZES}  # kept: the processes find them by name
        self._ends, self._processes = [], []
        for _ in range(max(SIZES)):
            here, there = context.Pipe()
            process = context.Process(target=_wait_for_legs, args=(there, self._lines), daemon=True)
            process.start()
            self._ends.append(here)
            self._processes.append(process)

    def race(self, url: str, legs: Sequence[Leg]) -> list[str]:
        """What became of each leg: "ok", or the name of the error that stopped it."""
        running = self._ends[: len(legs)]
        for end, leg in zip(running, legs, strict=True):
            end.send((url, len(legs), leg))
        return [_answer(end) for end in running]

    def stop(self) -> None:
        """Send everybody home."""
        for end in self._ends:
            end.send(None)
        for process in self._processes:
            process.join(PATIENCE)


def _answer(end: Connection) -> str:
    assert end.poll(PATIENCE), "a racer does not answer"
    return str(end.recv())


def _wait_for_legs(end: Connection, lines: Mapping[int, Any]) -> None:
    connected = cache(db.connect)
    while (sent := end.recv()) is not None:
        url, size, leg = sent
        try:
            end.send(_run(connected(url), leg, lines[size]))
        except Exception as error:  # whatever stops a racer is its result
            end.send(type(error).__name__)


def _run(database: Engine, leg: Leg, line: Any) -> str:
    with db.reading(database) as session:
        actor = permissions.actor_of(session, leg.person_id, today=local_date(leg.now))
    line.wait(PATIENCE)
    with db.transaction(database) as session:
        return VERBS[leg.verb](session, actor, leg)


def _complete(session: Any, actor: Any, leg: Leg) -> str:
    done = complete_task(session, actor, leg.item_id, leg.given, now=leg.now)
    return "incident" if done.incident else "ok"


def _claim(session: Any, actor: Any, leg: Leg) -> str:
    claim_task(session, actor, leg.item_id, now=leg.now)
    return "ok"


def _vote(session: Any, actor: Any, leg: Leg) -> str:
    [cast] = cast_ballots(session, actor, {leg.item_id: leg.given}, now=leg.now)
    return "ok" if cast.ok else str(cast.reason and cast.reason.code)


def _recall(session: Any, actor: Any, leg: Leg) -> str:
    recall_task(session, actor, leg.item_id, reason=leg.given, now=leg.now)
    return "ok"


VERBS: dict[str, Callable[[Any, Any, Leg], str]] = {
    "complete": _complete,
    "claim": _claim,
    "vote": _vote,
    "recall": _recall,
}
