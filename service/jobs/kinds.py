"""The words of the port: how often and when a job is tried, a dead job, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.errors import Reason

BACKOFF = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
)
"""How long a job rests after its first, second, … try: about half a day in all."""
REST = timedelta(minutes=1)
"""How long those of a kind that nobody can do for now are left alone, so that nothing else waits for them."""
TRIES = len(BACKOFF) + 1
"""After so many tries a job is dead."""


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that is no longer tried; `error` says why in plain words."""

    id: str
    kind: str
    tries: int
    failed_at: datetime | None
    error: Reason
    dossier_id: str | None


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A dead job that was given up for good: what will never be done."""

    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Jobs nobody has begun; `oldest` is since when the first of those that are due waits."""

    jobs: int
    oldest: datetime | None
