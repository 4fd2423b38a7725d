"""How a line of the log looks: JSON for machines, or one readable line."""

from collections.abc import Mapping, MutableMapping
from typing import Any

import orjson

_FIRST = ("timestamp", "level", "event")
_PLAIN = str.maketrans({c: " " for c in [*map(chr, range(32)), "\x7f", "\u2028", "\u2029"]})
"""A line stays one line, whatever somebody sent."""


def json_line(_: Any, __: str, told: MutableMapping[str, Any]) -> str:
    """One JSON object; Vietnamese letters as they are."""
    first = {name: told[name] for name in _FIRST if name in told}
    return orjson.dumps(first | dict(told), default=str).decode()


def readable_line(_: Any, __: str, told: MutableMapping[str, Any]) -> str:
    """Moment, level, message, then what else is known; a trace on lines of its own."""
    rest = " ".join(f"{name}={_word(value)}" for name, value in told.items() if name not in {*_FIRST, "trace"})
    head = f"{told.get('timestamp', '')} {told.get('level', '')!s:7} {_word(told.get('event', ''))}"
    return "\n".join([f"{head}  {rest}".rstrip(), *_trace(told.get("trace"))])


def _trace(trace: Any) -> list[str]:
    if not isinstance(trace, Mapping):
        return []
    below = _trace(trace.get("because"))
    return [*below, f"    {_word(trace['error'])}", *(f"        {_word(place)}" for place in trace["places"])]


def _word(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_word, value)) + "]"
    return str(value).translate(_PLAIN)
