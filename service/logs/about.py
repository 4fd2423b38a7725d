"""What a line of the log is about: the request or job at hand, whose it is, and what it did so far."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any

FIELDS = ("method", "route", "status", "ms", "kind", "dossier", "job_id", "attempt")
"""What a logger may give with `extra`; everything else is left out, so that nothing slips in."""
_DID = "did"
_MOST = 20
"""Acts named on one line; a bulk act says how many more there were."""
_known: ContextVar[Mapping[str, Any] | None] = ContextVar("log", default=None)


def known() -> Mapping[str, Any]:
    """What every line bears just now."""
    return _known.get() or {}


def note(**names: object) -> None:
    """Let every line from here on bear these names, such as the request's id and the actor's."""
    _known.set({**known(), **names})


def forget() -> None:
    """Begin anew: the next request is of somebody else."""
    _known.set(None)


def did(events: Sequence[tuple[str, int, str]]) -> None:
    """Let the line of this request name the events (chain, number, kind) it wrote, never what they say.

    Nothing is kept where nothing is at hand: the demo's stories and the clock's work have no line of their own.
    """
    before = known()
    if not before:
        return
    acts: list[str] = before.get(_DID, [])
    named = [f"{kind} {stream}#{number}" for stream, number, kind in events[:_MOST]]
    more = len(events) - len(named)
    note(did=[*acts[-_MOST:], *named, *([f"and {more} more"] if more else [])])
