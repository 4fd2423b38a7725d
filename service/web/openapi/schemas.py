"""Schemas of the API's description as rows of a table, and as examples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DEEPEST = 3
"""Fields within fields that are shown."""
_MOST_CHOICES = 12
_SAMPLES = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}, "null": None}
_FORMATS = {
    "date": "2026-11-23",
    "date-time": "2026-11-23T05:00:00Z",
    "uuid": "0190f0c0-0000-7000-8000-000000000000",
    "binary": "",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One row: what it is called, how deep it stands, of what kind, whether it must be there, what it means."""

    name: str
    depth: int
    kind: str
    required: bool
    meaning: str


def resolved(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part itself, or what its `$ref` leads to within the document; nothing for a reference that leads nowhere."""
    steps = str(part.get("$ref", "")).removeprefix("#/").split("/")
    if "$ref" not in part:
        return part
    found: Any = document
    for step in steps:
        found = found.get(step, {}) if isinstance(found, Mapping) else {}
    return {} if "$ref" in found else found


def fields_of(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Iterator[Field]:
    """The fields of an object (or of the objects in a list), each followed by its own."""
    whole = _object(document, schema)
    needed = set(whole.get("required", ()))
    for name, given in whole.get("properties", {}).items():
        one = resolved(document, given)
        meaning = str(given.get("description") or one.get("description") or "")
        yield Field(name, depth, kind_of(document, one), name in needed, meaning)
        if depth + 1 < _DEEPEST:
            yield from fields_of(document, one, depth + 1)


def kind_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """The kind in words: string (date), list of object, one of a, b."""
    schema = resolved(document, schema)
    if "enum" in schema:
        choices = [str(one) for one in schema["enum"]]
        more = " …" if len(choices) > _MOST_CHOICES else ""
        return f"one of {', '.join(choices[:_MOST_CHOICES])}{more}"
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " or ".join(dict.fromkeys(kind_of(document, one) for one in schema[word]))
    named = schema.get("type", "any")
    kind = " or ".join(named) if isinstance(named, list) else str(named)
    if kind == "array":
        return f"list of {kind_of(document, schema.get('items', {}))}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def example_of(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Any:
    """An example that the description gives, or else one made from the kinds of the fields that must be there."""
    schema = resolved(document, schema)
    for word in ("example", "default"):
        if word in schema:
            return schema[word]
    if "enum" in schema:
        return next(iter(schema["enum"]), None)
    if schema.get("type") == "array" and depth < _DEEPEST:
        return [example_of(document, schema.get("items", {}), depth + 1)]
    if "properties" in schema and depth < _DEEPEST:
        wanted = schema.get("required") or schema["properties"]
        return {name: example_of(document, schema["properties"][name], depth + 1) for name in wanted}
    return _sample(schema)


def _object(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    schema = resolved(document, schema)
    return resolved(document, schema.get("items", {})) if schema.get("type") == "array" else schema


def _sample(schema: Mapping[str, Any]) -> Any:
    named = schema.get("type", "string")
    kind = named[0] if isinstance(named, list) else named
    return _FORMATS.get(str(schema.get("format")), _SAMPLES.get(kind, "…"))
