"""Cleaning: from what was posted to answers the form accepts, or one problem a field."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.errors import InvalidAnswers, Problem, msg
from workflows.forms import typed, wording
from workflows.forms.field import Field
from workflows.forms.form import Form

Answers = dict[str, Any]


def clean(form: Form, raw: Mapping[str, Any], *, strict: bool = False) -> Answers:
    """Return only the fields the form asks for, as typed JSON, or raise InvalidAnswers with a problem a field.

    `raw` may hold strings as a browser posts them, lists of strings, or JSON values. Dates become ISO text, empty
    answers are absent, an unticked checkbox is false, and what a hidden field holds is dropped. Names the form does not
    know are dropped too (a page posts tokens of its own) unless `strict`.
    """
    shown = form.shown(_first_of_single(form, raw))
    answers, problems = _read(shown, raw)
    for name, problem in _refused(form, answers):
        problems.setdefault(name, problem)
    if strict:
        problems |= {name: _unknown(name) for name in raw if name not in form.by_name}
    if problems:
        order = list(form.by_name)
        raise InvalidAnswers(dict(sorted(problems.items(), key=lambda item: _place(order, item[0]))))
    return answers


def _first_of_single(form: Form, raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _alone(form.by_name[name], value) for name, value in raw.items() if name in form.by_name}


def _alone(field: Field, value: Any) -> Any:
    """A browser's multi-dict gives a list of one for a field asked once."""
    return value[0] if field.type != "array" and isinstance(value, list) and len(value) == 1 else value


def _read(shown: tuple[Field, ...], raw: Mapping[str, Any]) -> tuple[Answers, dict[str, Problem]]:
    answers: Answers = {}
    problems: dict[str, Problem] = {}
    for field in shown:
        value, problem = typed.answer(field, _alone(field, raw.get(field.name)))
        if problem is not None:
            problems[field.name] = problem
        elif value is not None:
            answers[field.name] = value
        elif field.widget == "checkbox":
            answers[field.name] = False
    return answers, problems


def _refused(form: Form, answers: Answers) -> Iterator[tuple[str, Problem]]:
    for error in form.validator.iter_errors(answers):
        path = error.instance_path
        name = str(path[0]) if path else str(getattr(error.kind, "property", ""))
        field = form.by_name.get(name)
        if field is not None:
            yield name, wording.problem(field, error.kind, answers.get(name))


def _unknown(name: str) -> Problem:
    return Problem("unknown", msg("This form has no field {name}."), element=name, values={"name": name})


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
