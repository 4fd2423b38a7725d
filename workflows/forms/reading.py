"""From the bytes of a form file to a Form, or to what is wrong with the file."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from workflows.errors import FormError, Problem, msg
from workflows.forms import language, soundness
from workflows.forms.form import Form
from workflows.forms.schema import fields_of, groups_of

LARGEST_FILE = 256 * 1024


def load(name: str, data: bytes) -> Form:
    """Return the form, or raise FormError: the file is no JSON, leaves the form language, or contradicts itself."""
    schema = _parse(name, data)
    problems = tuple(_misused(schema)) or tuple(soundness.problems(name, schema))
    if problems:
        raise FormError(*problems)
    hints = schema.get("x-ui", {})
    return Form(
        name=name,
        title=schema.get("title", name),
        fields=fields_of(schema),
        schema=schema,
        version=hashlib.sha256(data).hexdigest(),
        validator=_validator(name, schema),
        groups=groups_of(schema),
        description=schema.get("description", ""),
        submit=hints.get("submit", ""),
        en=hints.get("en", {}),
    )


def _parse(name: str, data: bytes) -> dict[str, Any]:
    if not re.fullmatch(language.NAME, name):
        raise _refusal("form-name", msg("{name} is no form name: small letters, digits and underscores."), name=name)
    if len(data) > LARGEST_FILE:
        raise _refusal("form-size", msg("The form {name} is larger than {limit} bytes."), name=name, limit=LARGEST_FILE)
    try:
        schema = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_twins, parse_constant=_no_constant)
        json.dumps(schema, ensure_ascii=False).encode()  # half a surrogate pair may be escaped in JSON, yet is no text
        list(language.validator.iter_errors(schema))  # raises on what is nested too deeply to be checked
    except (ValueError, RecursionError) as error:
        message = msg("The form {name} is not JSON: {reason}.")
        raise _refusal("form-json", message, name=name, reason=str(error)) from None
    if not isinstance(schema, dict):
        raise _refusal("form-json", msg("The form {name} is not a JSON object."), name=name)
    return schema


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON number")


def _misused(schema: dict[str, Any]) -> Iterator[Problem]:
    """What the form language does not know, at the place where it stands."""
    for error in language.validator.iter_errors(schema):
        place = ".".join(str(step) for step in error.instance_path)
        for keyword in getattr(error.kind, "unexpected", None) or (None,):
            yield _unknown(place, keyword) if keyword is not None else _unfit(place, error)


def _unknown(place: str, keyword: str) -> Problem:
    return Problem(
        "form-keyword",
        msg("The form language does not know {keyword} here."),
        element=".".join(filter(None, (place, keyword))),
        remedy=msg("Remove it: what the server would not check must not look checked."),
        values={"keyword": keyword},
    )


def _unfit(place: str, error: ValidationError) -> Problem:
    return Problem(
        "form-language",
        msg("This does not fit the form language: {reason}."),
        element=place or None,
        values={"reason": error.message},
    )


def _validator(name: str, schema: dict[str, Any]) -> Draft202012Validator:
    """The schema's own validator, with a regular expression engine that works in linear time."""
    closed = {**schema, "additionalProperties": False}
    closed.pop("$id", None)
    try:
        return Draft202012Validator(closed, validate_formats=True, offline=True, pattern_options=RegexOptions())
    except ValidationError as error:
        raise _refusal(
            "form-schema",
            msg("The form {name} is not a valid JSON Schema: {reason}."),
            name=name,
            reason=error.message.splitlines()[0],
        ) from None


def _refusal(rule: str, message: str, **values: object) -> FormError:
    return FormError(Problem(rule, message, element=str(values["name"]), values=values))
