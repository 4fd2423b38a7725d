"""What a person reads when the schema refuses an answer."""

from typing import Any

from jsonschema_rs import ValidationErrorKind

from workflows.errors import Problem, msg
from workflows.forms.field import Field

_CHOOSE = msg("Choose one of the options.")
_FILL_IN = msg("Fill this in.")
_TICK = msg("Tick this box to go on.")

_MESSAGES = {
    "enum": _CHOOSE,
    "minLength": msg("Write at least {limit} characters; these are {length}."),
    "maxLength": msg("Write at most {limit} characters; these are {length}."),
    "pattern": msg("This is not written as expected."),
    "minimum": msg("Enter a number of at least {limit}."),
    "maximum": msg("Enter a number of at most {limit}."),
    "multipleOf": msg("Enter a multiple of {limit}."),
    "minItems": msg("Choose at least {limit}."),
    "maxItems": msg("Choose at most {limit}."),
    "uniqueItems": msg("Choose each option once."),
    "format": msg("This is not an e-mail address."),
}


def problem(field: Field, kind: ValidationErrorKind, answer: Any) -> Problem:
    """Return the schema's refusal of a field's answer, in words."""
    rule = str(kind.name)
    return Problem(rule, _message(field, rule), element=field.name, values=_values(kind, answer))


def _message(field: Field, rule: str) -> str:
    if rule == "required":
        return _unanswered(field)
    if rule == "const":
        return _TICK if field.widget == "checkbox" else _CHOOSE
    if rule == "format" and field.format == "date":
        return msg("Enter a date as dd/mm/yyyy.")
    return _MESSAGES.get(rule, msg("This answer is not accepted."))


def _unanswered(field: Field) -> str:
    if field.widget == "checkboxes":
        return msg("Choose at least one option.")
    return _CHOOSE if field.options or field.choices or field.type == "boolean" else _FILL_IN


def _values(kind: ValidationErrorKind, answer: Any) -> dict[str, Any]:
    limit = getattr(kind, "limit", getattr(kind, "multiple_of", None))
    return {"limit": limit, "length": len(answer) if isinstance(answer, (str, list)) else 0}
