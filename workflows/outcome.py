"""What a step says happened. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.errors import Problem


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for people or for the host.

    `id` is 32 hex digits and stays the same while the task is open. `path` holds the ids of the call activities and
    sub-processes around it, outermost first. `roster` is set for a panel only: who answers, in the roster's order.
    What the diagram says of it (title, role, form, due...) stands in `definition.graph.nodes[element]`.
    """

    id: str
    element: str
    path: tuple[str, ...] = ()
    roster: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ClosedTask:
    """A task that is no longer open, because it was completed, interrupted or withdrawn."""

    id: str
    element: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice the diagram made: at which element, which flows were taken, and the values its conditions read."""

    element: str
    flows: tuple[str, ...]
    reads: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one step did.

    `walked` lists ids of elements and sequence flows in the order they were passed. `values` holds what script tasks
    computed, by element. `end` is the top-level end event reached, or "cancelled". `sent` names the messages and
    signals thrown outwards. When `problems` is not empty the step could not be made: `state` is the state it was given
    and nothing else is set.
    """

    state: bytes
    opened: tuple[OpenTask, ...] = ()
    closed: tuple[ClosedTask, ...] = ()
    walked: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    end: str | None = None
    sent: tuple[str, ...] = ()
    wake_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
