"""What a form asks: a question, its options, the condition under which it is asked, the group it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

Words = Mapping[str, str]
"""A translation: "title" and "help" (a form also "description" and "submit"), as far as the author wrote them."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field. `danger` marks a choice that ends or sends back something."""

    value: str | int
    title: str
    help: str = ""
    danger: bool = False
    en: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the named field is answered with one of the values (a list answer: when it contains one)."""

    field: str
    values: tuple[str | int | bool, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether the typed answers fulfil it; an unanswered field never does."""
        answer = answers.get(self.field)
        given = answer if isinstance(answer, list) else [answer]
        return any(type(one) is type(value) and one == value for one in given for value in self.values)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with the fields that name its key."""

    key: str
    title: str
    help: str = ""
    en: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    `type` is JSON's: string, integer, number, boolean or array (of strings). `format` is "date", "email" or None.
    `required` holds whenever the field is shown; `required_when` lists conjunctions of conditions, each of which
    makes it so. `stores` is where the service keeps the answer besides ("nominee.gender"). `choices` names a list the
    service fills in. `pattern`, lengths, limits and counts are the schema's. `vote` marks the choice of a ballot.
    """

    name: str
    title: str
    type: str
    widget: str
    help: str = ""
    format: str | None = None
    required: bool = False
    required_when: tuple[tuple[Condition, ...], ...] = ()
    options: tuple[Option, ...] = ()
    choices: str | None = None
    group: str | None = None
    show_if: Condition | None = None
    stores: str | None = None
    default: Any = None
    rows: int | None = None
    width: str = "full"
    placeholder: str = ""
    autocomplete: str | None = None
    vote: bool = False
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    multiple_of: float | None = None
    min_items: int | None = None
    max_items: int | None = None
    en: Words = field(default_factory=dict)


Worded = TypeVar("Worded", Field, Group, Option)


def in_english(one: Worded) -> Worded:
    """The same with its English words, as far as the author wrote them."""
    words: dict[str, Any] = {**one.en}
    return replace(one, **words)
