"""The engine: a saved state and what happened in, an Outcome out. Every function is pure and takes the time.

A step that cannot be made comes back as `Outcome.problems` with the state it was given. All raise StateError for a
state this definition cannot read. Timers that are overdue ring first, in the order and at the time they were due, so
that a late worker changes nothing but the hour at which people see it (repeating timers: see elements/timers.py).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from workflows.definition import Definition
from workflows.engine import placing, signals, tokens
from workflows.engine.path import Path
from workflows.engine.script import Script
from workflows.engine.step import look_again, open_in, shown, take
from workflows.errors import NotOpen
from workflows.outcome import OpenTask, Outcome

Facts = Mapping[str, Any]


def start(definition: Definition, facts: Facts, *, now: datetime) -> Outcome:
    """Begin a dossier's path."""
    path = Path(definition, Script(definition, facts, now))
    return take(path, b"", path.begin)


def complete(
    definition: Definition, state: bytes, task_id: str, answers: Mapping[str, Any], facts: Facts, *, now: datetime
) -> Outcome:
    """Finish an open task; its answers (for a panel, the tally) become `<element>.<field>`. Raises NotOpen."""
    path = tokens.load(state, Script(definition, facts, now))

    def act() -> None:
        task = open_in(path).get(task_id)
        if task is None:
            raise NotOpen(f"task {task_id} is not open")
        path.script_engine.remember(task, answers)
        path.run(task)

    return take(path, state, act)


def wake(definition: Definition, state: bytes, facts: Facts, *, now: datetime) -> Outcome:
    """Let timers ring and conditional events look at the facts; harmless when nothing is due."""
    path = tokens.load(state, Script(definition, facts, now))
    return take(path, state, lambda: look_again(path))


def signal(definition: Definition, state: bytes, name: str, facts: Facts, *, now: datetime) -> Outcome:
    """Tell everything that waits for a signal or message of this name that it has come. Raises NobodyWaits."""
    path = tokens.load(state, Script(definition, facts, now))
    return take(path, state, lambda: signals.send(path, name))


def cancel(definition: Definition, state: bytes, facts: Facts, *, now: datetime) -> Outcome:
    """End the path where it stands, whatever is overdue. Raises NotOpen when it has ended already."""
    path = tokens.load(state, Script(definition, facts, now))
    if path.completed:
        raise NotOpen("the path has ended")
    return take(path, state, path.cancel, overdue_first=False)


def place(
    definition: Definition,
    places: Sequence[tuple[str, ...]],
    facts: Facts,
    *,
    now: datetime,
    results: Mapping[str, Any] | None = None,
) -> Outcome:
    """Begin a path with tokens at elements, each named after the sub-processes and calls around it, outermost first.

    For repair, "send back to" and tests. It cannot know whether the places fit together.
    """
    path = Path(definition, Script(definition, facts, now, results))
    return take(path, b"", lambda: placing.place(path, places))


def open_tasks(definition: Definition, state: bytes) -> tuple[OpenTask, ...]:
    """The tasks that are open; the roster of a panel is empty here, for it was given when the panel opened."""
    path = tokens.load(state, Script(definition, {}, None))
    return tuple(shown(task) for task in open_in(path).values())
