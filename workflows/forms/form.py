"""What a loaded form is: its fields in the order of the file, and which of them given answers bring into view."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from jsonschema_rs import Draft202012Validator

from workflows.forms import typed
from workflows.forms.field import Condition, Field, Group, Words, in_english


@dataclass(frozen=True, eq=False)
class Form:
    """One form. `version` is the SHA-256 of its file; `schema` is the file as read."""

    name: str
    title: str
    fields: tuple[Field, ...]
    schema: Mapping[str, Any] = field(repr=False)
    version: str
    validator: Draft202012Validator = field(repr=False)
    groups: tuple[Group, ...] = ()
    description: str = ""
    submit: str = ""
    en: Words = field(default_factory=dict)

    @cached_property
    def english(self) -> "Form":
        """The same in English, as far as the author wrote it."""
        words: dict[str, Any] = {name: self.en[name] for name in ("title", "description", "submit") if name in self.en}
        fields = tuple(replace(in_english(one), options=tuple(map(in_english, one.options))) for one in self.fields)
        return replace(self, fields=fields, groups=tuple(map(in_english, self.groups)), **words)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name, in the order of the file."""
        return {one.name: one for one in self.fields}

    def shown(self, raw: Mapping[str, Any]) -> tuple[Field, ...]:
        """Return the fields in view, given these answers, typed or as posted; a hidden field hides what hangs on it."""
        readable = {name: value for name, value in self._read(raw).items() if value is not None}
        seen: dict[str, Field] = {}
        for one in self._in_order_of_need:
            if one.show_if is None or (one.show_if.field in seen and one.show_if.holds(readable)):
                seen[one.name] = one
        return tuple(one for one in self.fields if one.name in seen)

    def required(self, raw: Mapping[str, Any]) -> frozenset[str]:
        """Return the names of the fields that must be answered, given these answers."""
        shown = self.shown(raw)
        names = {one.name for one in shown}
        answers = {name: value for name, value in self._read(raw).items() if name in names}
        return frozenset(f.name for f in shown if f.required or any(_all_hold(w, answers) for w in f.required_when))

    def _read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        return {one.name: typed.answer(one, raw[one.name])[0] for one in self.fields if one.name in raw}

    @cached_property
    def _in_order_of_need(self) -> tuple[Field, ...]:
        """Fields after the field their `show_if` looks at, wherever that stands in the file."""
        return tuple(sorted(self.fields, key=self._depth))

    def _depth(self, one: Field) -> int:
        return 0 if one.show_if is None else 1 + self._depth(self.by_name[one.show_if.field])


def _all_hold(conditions: tuple[Condition, ...], answers: Mapping[str, Any]) -> bool:
    return all(condition.holds(answers) for condition in conditions)
