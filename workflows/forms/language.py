"""The form language as a JSON Schema: every keyword a form file may hold; whatever is not here is refused."""

from typing import Any

from jsonschema_rs import Draft202012Validator

NAME = "^[a-z][a-z0-9_]{0,62}$"
"""A form's or field's name: a FEEL name that is also safe in a page and a path."""

WIDGETS = {
    "text": ("string",),
    "textarea": ("string",),
    "buttons": ("string", "integer"),
    "radio": ("string", "integer", "boolean"),
    "select": ("string", "integer"),
    "checkbox": ("boolean",),
    "checkboxes": ("array",),
    "date": ("string",),
    "number": ("integer", "number"),
    "hidden": ("string", "integer", "number", "boolean"),
}
"""The types each widget can ask for."""

_TEXT = {"type": "string", "maxLength": 1000}
_NAME = {"type": "string", "pattern": NAME}
_COUNT = {"type": "integer", "minimum": 0}
_CHOICE = {"type": ["string", "integer"], "maxLength": 100}
_CHOICES = {"type": "array", "items": _CHOICE, "minItems": 1, "maxItems": 200, "uniqueItems": True}


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def _each(schema: Any) -> dict[str, Any]:
    return {"type": "object", "propertyNames": _NAME, "additionalProperties": schema}


_LIMITS: dict[str, Any] = {
    "minLength": _COUNT,
    "maxLength": _COUNT,
    "pattern": {"type": "string", "maxLength": 500},
    "minimum": {"type": "number"},
    "maximum": {"type": "number"},
    "multipleOf": {"type": "number", "exclusiveMinimum": 0},
    "minItems": _COUNT,
    "maxItems": _COUNT,
    "const": {"type": ["string", "integer", "boolean"]},
    "enum": _CHOICES,
}

_WORDS = _closed({"title": _TEXT, "help": _TEXT})
_OPTION = _closed({"title": _TEXT, "help": _TEXT, "danger": {"type": "boolean"}, "en": _WORDS})
_OPTIONS = {"type": "object", "additionalProperties": _OPTION}
_OPTION_VALUES = {**_CHOICES, "items": {"type": "string", "maxLength": 100}}
_ANSWER = {"type": ["string", "integer", "boolean"]}
_ANSWERS = {"type": "array", "items": _ANSWER, "minItems": 1}

_FIELD_UI = _closed(
    {
        "widget": {"enum": list(WIDGETS)},
        "help": _TEXT,
        "rows": {"type": "integer", "minimum": 1, "maximum": 40},
        "group": _NAME,
        "options": _OPTIONS,
        "choices": _NAME,
        "en": _closed({"title": _TEXT, "help": _TEXT, "placeholder": _TEXT}),
        "show_if": _closed({"field": _NAME, "in": _ANSWERS}, "field", "in"),
        "stores": {"type": "string", "pattern": r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"},
        "placeholder": _TEXT,
        "autocomplete": {"type": "string", "pattern": "^[a-z0-9 -]{1,60}$"},
        "width": {"enum": ["half", "full"]},
        "vote": {"type": "boolean"},
    }
)

_FIELD = _closed(
    {
        "type": {"enum": ["string", "integer", "number", "boolean", "array"]},
        "title": _TEXT,
        "description": _TEXT,
        "default": {"type": ["string", "integer", "number", "boolean", "array"]},
        "format": {"enum": ["date", "email"]},
        "uniqueItems": {"type": "boolean"},
        "items": _closed({"type": {"const": "string"}, "enum": _OPTION_VALUES}, "enum"),
        "x-ui": _FIELD_UI,
        **_LIMITS,
    }
)

_REQUIRED = {"type": "array", "items": _NAME, "uniqueItems": True}
_IF = _closed({"properties": _each(_closed({"const": _ANSWER, "enum": _CHOICES})), "required": _REQUIRED}, "properties")
_THEN = _closed({"properties": _each(_closed(_LIMITS)), "required": _REQUIRED})
_RULE = _closed({"if": _IF, "then": _THEN}, "if", "then")
_GROUP = _closed({"title": _TEXT, "help": _TEXT, "en": _WORDS}, "title")
_FORM_WORDS = _closed({"title": _TEXT, "description": _TEXT, "submit": _TEXT})

LANGUAGE: dict[str, Any] = _closed(
    {
        "$schema": {"const": "https://json-schema.org/draft/2020-12/schema"},
        "$id": _NAME,
        "type": {"const": "object"},
        "title": _TEXT,
        "description": _TEXT,
        "properties": {**_each(_FIELD), "maxProperties": 200},
        "required": _REQUIRED,
        "additionalProperties": {"const": False},
        "allOf": {"type": "array", "items": _RULE, "maxItems": 200},
        "if": _IF,
        "then": _THEN,
        "x-ui": _closed({"groups": _each(_GROUP), "submit": _TEXT, "en": _FORM_WORDS}),
    },
    "type",
    "properties",
)

validator = Draft202012Validator(LANGUAGE, offline=True)
