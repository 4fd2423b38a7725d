"""What a scenario is, once its file has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Step:
    """One thing that happens, and what must be true after it.

    Exactly one of `task` (with `answers`, or `tally` when it is a panel), `signal`, `cancel` and `look` is set; `look`
    only lets time pass. `after` passes before the step. What is expected is None where nothing is.
    """

    task: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    tally: Mapping[str, int] | None = None
    signal: str | None = None
    cancel: bool = False
    look: bool = False
    after: timedelta = timedelta()
    expect_open: tuple[str, ...] | None = None
    expect_stages: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Scenario:
    """A path through the process; `end` is the end event it must reach, "cancelled", or None when it is left open."""

    name: str
    steps: tuple[Step, ...]
    end: str | None
    now: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenarios:
    """The scenarios of a process; `process` is its key."""

    process: str
    scenarios: tuple[Scenario, ...]
