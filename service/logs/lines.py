"""How a line of the log looks: JSON for machines, or one readable line."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from service.logs.about import FIELDS, known
from service.logs.traces import trace_of

_FIRST = ("timestamp", "level", "event")
_PLAIN = str.maketrans({c: " " for c in [*map(chr, range(32)), "\x7f", "\u2028", "\u2029"]})
"""A line stays one line, whatever somebody sent."""


class JsonLines(logging.Formatter):
    """One JSON object a line; Vietnamese letters as they are."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        return orjson.dumps(_told(record), default=str).decode()


class ReadableLines(logging.Formatter):
    """Moment, level, message, then what else is known; a trace on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record for a person's eyes."""
        told = _told(record)
        rest = " ".join(f"{name}={_word(value)}" for name, value in told.items() if name not in {*_FIRST, "trace"})
        head = f"{told['timestamp']} {told['level']:7} {_word(told['event'])}"
        return "\n".join([f"{head}  {rest}".rstrip(), *_trace(told.get("trace"))])


def _told(record: logging.LogRecord) -> dict[str, Any]:
    given = record.__dict__
    told = {
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "event": record.getMessage(),
        **known(),
        **{name: given[name] for name in FIELDS if name in given},
        "logger": record.name,
    }
    if record.exc_info and record.exc_info[1]:
        told["trace"] = trace_of(record.exc_info[1])
    return told


def _trace(trace: Any) -> list[str]:
    if not isinstance(trace, Mapping):
        return []
    below = _trace(trace.get("because"))
    return [*below, f"    {_word(trace['error'])}", *(f"        {_word(place)}" for place in trace["places"])]


def _word(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_word, value)) + "]"
    return str(value).translate(_PLAIN)
