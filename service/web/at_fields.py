"""Showing what a command refused at the question it is about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.errors import Refused
from service.organisation import form_named
from service.web.house import Refusal, posted
from workflows import forms
from workflows.errors import InvalidAnswers, Problem


def asked(name: str) -> dict[str, Any]:
    """What was typed into the form, clean, days as dates. Raises InvalidAnswers."""
    form = form_named(name)
    days = {field.name for field in form.fields if field.format == "date"}
    clean = forms.clean(form, posted())
    return {key: date.fromisoformat(value) if key in days else value for key, value in clean.items()}


def at_fields(refusal: Refusal, fields: Mapping[str, str]) -> Refusal:
    """The refusal as a message at a field, where `fields` says for its code which one; else as it is."""
    if not isinstance(refusal, Refused) or refusal.reason.code not in fields:
        return refusal
    reason, name = refusal.reason, fields[refusal.reason.code]
    return InvalidAnswers({name: Problem(reason.code, reason.message, name, values=reason.values)})
