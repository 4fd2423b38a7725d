"""Reading fields, options and groups out of a schema that is known to be in the form language."""

from collections.abc import Iterator
from typing import Any

from workflows.forms.field import Condition, Field, Group, Option

Schema = dict[str, Any]


def fields_of(schema: Schema) -> tuple[Field, ...]:
    """Return the fields in the order of the file."""
    always = set(schema.get("required", ()))
    when = requirements(schema)
    return tuple(
        _field(name, one, name in always, tuple(conditions for needed, conditions in when if needed == name))
        for name, one in schema["properties"].items()
    )


def groups_of(schema: Schema) -> tuple[Group, ...]:
    """Return the groups in the order of the file."""
    groups = schema.get("x-ui", {}).get("groups", {})
    return tuple(Group(key, one["title"], one.get("help", ""), one.get("en", {})) for key, one in groups.items())


def rules_of(schema: Schema) -> tuple[Schema, ...]:
    """Return the if/then rules, each {"if": ..., "then": ...}."""
    own = ({"if": schema["if"], "then": schema["then"]},) if "if" in schema and "then" in schema else ()
    return (*own, *schema.get("allOf", ()))


def requirements(schema: Schema) -> tuple[tuple[str, tuple[Condition, ...]], ...]:
    """Return (field, conditions that together make it required) for each requirement of each rule."""
    return tuple((name, conditions_of(r["if"])) for r in rules_of(schema) for name in r["then"].get("required", ()))


def conditions_of(test: Schema) -> tuple[Condition, ...]:
    """Return the conditions an `if` puts together."""
    return tuple(Condition(name, values_of(one)) for name, one in test["properties"].items())


def values_of(one: Schema) -> tuple[str | int | bool, ...]:
    """Return the values a `const` or `enum` allows; none when there is neither."""
    return (one["const"],) if "const" in one else tuple(one.get("enum", ()))


def type_of(one: Schema) -> str:
    """Return the field's type; an enum alone means that of its first value."""
    values = values_of(one)
    by_value = {bool: "boolean", int: "integer"}.get(type(values[0]), "string") if values else "string"
    return str(one.get("type", by_value))


def widget_of(one: Schema) -> str:
    """Return the widget the author chose, else the one that fits the type."""
    chosen = one.get("x-ui", {}).get("widget")
    if chosen is not None:
        return str(chosen)
    if "enum" in one:
        return "radio" if len(one["enum"]) <= 4 else "select"
    if one.get("format") == "date":
        return "date"
    return {"boolean": "checkbox", "array": "checkboxes", "string": _text_widget(one)}.get(type_of(one), "number")


def _text_widget(one: Schema) -> str:
    return "textarea" if one.get("maxLength", 0) > 300 else "text"


_LIMITS = {
    "pattern": "pattern",
    "min_length": "minLength",
    "max_length": "maxLength",
    "minimum": "minimum",
    "maximum": "maximum",
    "multiple_of": "multipleOf",
    "min_items": "minItems",
    "max_items": "maxItems",
    "format": "format",
    "default": "default",
}
_HINTS = ("choices", "group", "stores", "rows", "width", "placeholder", "autocomplete", "vote", "en")


def _field(name: str, one: Schema, required: bool, required_when: tuple[tuple[Condition, ...], ...]) -> Field:
    hints = one.get("x-ui", {})
    return Field(
        name=name,
        title=one.get("title", name),
        type=type_of(one),
        widget=widget_of(one),
        help=hints.get("help", one.get("description", "")),
        required=required,
        required_when=required_when,
        options=tuple(_options(one)),
        show_if=condition_of(hints.get("show_if")),
        **{ours: one[theirs] for ours, theirs in _LIMITS.items() if theirs in one},
        **{hint: hints[hint] for hint in _HINTS if hint in hints},
    )


def condition_of(hint: Schema | None) -> Condition | None:
    """Return a `show_if` hint as a condition."""
    return None if hint is None else Condition(hint["field"], tuple(hint["in"]))


def _options(one: Schema) -> Iterator[Option]:
    words = one.get("x-ui", {}).get("options", {})
    for value in one.get("items", one).get("enum", ()):
        said = words.get(str(value), {})
        title = said.get("title", str(value))
        yield Option(value, title, said.get("help", ""), said.get("danger", False), said.get("en", {}))
