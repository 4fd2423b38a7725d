"""A form as a page shows it: each question with what was typed, its options, and its one message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from service import language
from service.web.i18n import day, said
from workflows.errors import Problem
from workflows.forms import Field, Form, Option, in_english

Choices = Mapping[str, tuple[Option, ...]]
"""Options that the service fills in, by the name a field's `choices` gives."""

_ROWS = 4


@dataclass(frozen=True, slots=True)
class Card:
    """An option, and whether it is chosen."""

    value: str
    title: str
    help: str
    danger: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A field with its answer, ready for a template."""

    name: str
    title: str
    help: str
    widget: str
    format: str | None
    width: str
    rows: int
    placeholder: str
    autocomplete: str | None
    required: bool
    optional: bool
    value: Any
    text: str
    """The answer as a person types it: days as dd/MM/yyyy, whole and decimal numbers with a comma."""
    options: tuple[Card, ...]
    show_if: str | None
    show_in: str
    problem: str | None

    @property
    def anchor(self) -> str:
        """The id of its control on the page."""
        return f"q-{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of its help and its message, as far as there are any."""
        parts = (("help", self.help), ("error", self.problem))
        return " ".join(f"{self.anchor}-{part}" for part, text in parts if text)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one heading, or under none."""

    title: str
    help: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the summary above a form."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form with its answers and messages."""

    title: str
    description: str
    submit: str
    groups: tuple[Section, ...]
    problems: tuple[Mistake, ...] = ()


def form_page(
    form: Form, answers: Mapping[str, Any], choices: Choices, problems: Mapping[str, Problem] | None = None
) -> FormPage:
    """The form with these answers, typed or as posted, and one message for each field that has a problem."""
    form = form.english if language.reader() == language.ENGLISH else form
    messages = {name: said(problem) for name, problem in (problems or {}).items()}
    questions = {field.name: _question(field, answers, choices, messages) for field in form.fields}
    mistakes = tuple(
        Mistake(f"q-{name}", questions[name].title if name in questions else form.title, text)
        for name, text in messages.items()
    )
    return FormPage(form.title, form.description, form.submit, tuple(_sections(form, questions)), mistakes)


def read_posted(posted: MultiDict[str, str]) -> dict[str, Any]:
    """What a browser posted: a text a name, a list where several were sent; our own token left out."""
    return {name: values if len(values) > 1 else values[0] for name, values in posted.lists() if name != "csrf_token"}


def _sections(form: Form, questions: Mapping[str, Question]) -> Iterable[Section]:
    """Fields in the order of the file, a heading wherever the group changes."""
    groups = {group.key: group for group in form.groups}
    run: list[Question] = []
    key: str | None = None
    for field in form.fields:
        if field.group != key and run:
            yield _section(groups.get(key or ""), run)
            run = []
        key = field.group
        run.append(questions[field.name])
    if run:
        yield _section(groups.get(key or ""), run)


def _section(group: Any, questions: list[Question]) -> Section:
    return Section(group.title if group else "", group.help if group else "", tuple(questions))


def _question(field: Field, answers: Mapping[str, Any], choices: Choices, messages: Mapping[str, str]) -> Question:
    value = answers.get(field.name, field.default)
    if field.widget == "checkbox":
        value = value in (True, "true", "on", "1")
    condition = field.show_if
    return Question(
        name=field.name,
        title=field.title,
        help=field.help,
        widget=field.widget,
        format=field.format,
        width=field.width,
        rows=field.rows or _ROWS,
        placeholder=field.placeholder,
        autocomplete=field.autocomplete,
        required=field.required,
        optional=not field.required and not field.required_when and field.widget not in ("checkbox", "hidden"),
        value=value,
        text=_typed(field, value),
        options=tuple(_card(option, value) for option in _options(field, choices)),
        show_if=condition.field if condition else None,
        show_in=" ".join(_posted(one) for one in condition.values) if condition else "",
        problem=messages.get(field.name),
    )


def _options(field: Field, choices: Choices) -> tuple[Option, ...]:
    if not field.choices:
        return field.options
    options = choices.get(field.choices, ())
    return tuple(map(in_english, options)) if language.reader() == language.ENGLISH else options


def _card(option: Option, value: Any) -> Card:
    given = value if isinstance(value, (list, tuple)) else [value]
    text = _posted(option.value)
    chosen = any(_posted(one) == text for one in given if one is not None)
    return Card(text, option.title, option.help, option.danger, chosen)


def _posted(value: Any) -> str:
    """A value as a browser posts it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(field: Field, value: Any) -> str:
    if value is None or isinstance(value, (list, bool)):
        return ""
    if field.format == "date" and isinstance(value, str):
        return _day_or_typed(value)
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _day_or_typed(text: str) -> str:
    try:
        return day(text)
    except ValueError:
        return text
