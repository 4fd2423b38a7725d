"""What is kept of what elements said: only what expressions read, and a date as a date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.definition import EVERYTHING, Definition


def kept(definition: Definition, element: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of an element's values that expressions read."""
    read = definition.reads.get(element, frozenset())
    found = {name: value for name, value in values.items() if name in read or EVERYTHING in read}
    return _dated(found, definition.dates.get(element, frozenset()))


def read_again(definition: Definition, saved: Mapping[str, Any]) -> dict[str, Any]:
    """Return saved results with their dates as dates, those of called processes too."""
    return (
        {name: _typed(definition, name, values) for name, values in saved.items()} if definition.dates else dict(saved)
    )


def _typed(definition: Definition, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    node = definition.graph.nodes.get(name)
    if node is not None and node.kind == "callActivity":
        return {inner: _typed(definition, inner, value) for inner, value in values.items()}
    return _dated(values, definition.dates.get(name, frozenset()))


def _dated(values: Mapping[str, Any], dates: frozenset[str]) -> dict[str, Any]:
    return {name: _date(value) if name in dates else value for name, value in values.items()}


def _date(value: Any) -> Any:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
