"""Where one field contradicts itself: a keyword foreign to its type, an unfit widget, a stray hint."""

from collections.abc import Iterator
from typing import Any

from workflows.errors import Problem, msg
from workflows.forms import language
from workflows.forms.schema import type_of, values_of, widget_of

PYTHON = {"string": str, "integer": int, "boolean": bool, "array": str, "number": float}
"""The Python type of a value by JSON type; of a list, that of its items."""

_ONLY = {
    "string": {"minLength", "maxLength", "pattern", "format", "enum", "const"},
    "integer": {"minimum", "maximum", "multipleOf", "enum", "const"},
    "number": {"minimum", "maximum", "multipleOf"},
    "boolean": {"const"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
}
_TYPED = frozenset().union(*_ONLY.values())
_CHOOSING = frozenset({"buttons", "radio", "select"})


def problems(schema: dict[str, Any], field: str, one: dict[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the field `one` of the schema."""
    yield from _type(field, one, type_of(one))
    yield from _widget(field, one, widget_of(one))
    yield from _hints(schema, field, one, one.get("x-ui", {}))


def problem(rule: str, element: str | None, message: str, remedy: str | None = None, **values: object) -> Problem:
    """Return a problem of a form; the element is the field."""
    return Problem(rule, message, element=element, remedy=remedy, values=values)


def _type(field: str, one: dict[str, Any], kind: str) -> Iterator[Problem]:
    for keyword in sorted(one.keys() & _TYPED - _ONLY[kind]):
        message = msg("{keyword} means nothing for the type {type}.")
        yield problem("form-type", field, message, keyword=keyword, type=kind)
    for value in values_of(one):
        if type(value) is not PYTHON[kind]:
            yield problem("form-type", field, msg("{value} is not of the type {type}."), value=value, type=kind)
    if kind == "array" and "items" not in one:
        yield problem("form-type", field, msg("A list says its options in items.enum."))


def _widget(field: str, one: dict[str, Any], widget: str) -> Iterator[Problem]:
    if (kind := type_of(one)) not in language.WIDGETS[widget]:
        message = msg("The widget {widget} cannot ask for the type {type}.")
        yield problem("form-widget", field, message, widget=widget, type=kind)
    options = "enum" in one or "choices" in one.get("x-ui", {})
    if widget in _CHOOSING and kind != "boolean" and not options:
        yield problem("form-options", field, msg("The widget {widget} needs an enum, or choices."), widget=widget)


def _hints(schema: dict[str, Any], field: str, one: dict[str, Any], hints: dict[str, Any]) -> Iterator[Problem]:
    group = hints.get("group")
    if group is not None and group not in schema.get("x-ui", {}).get("groups", {}):
        yield problem("form-group", field, msg("The form has no group {group}."), group=group)
    values = {str(value) for value in one.get("items", one).get("enum", ())}
    for option in sorted(hints.get("options", {}).keys() - values):
        yield problem("form-options", field, msg("{option} is not one of the enum's values."), option=option)
