"""Where the rules of a form contradict its fields or its hints, so that somebody could not answer it."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.errors import Problem, msg
from workflows.forms import field_soundness
from workflows.forms.field import Condition
from workflows.forms.field_soundness import PYTHON, problem
from workflows.forms.schema import condition_of, conditions_of, requirements, rules_of, type_of

Schema = dict[str, Any]


def problems(name: str, schema: Schema) -> Iterator[Problem]:
    """Yield what is wrong with a schema that is in the form language."""
    if schema.get("$id", name) != name:
        yield problem("form-id", None, msg("$id is {id} but the form is called {form}."), id=schema["$id"], form=name)
    if ("if" in schema) != ("then" in schema):
        yield problem("form-rule", None, msg("if and then belong together."))
    for field, one in schema["properties"].items():
        yield from field_soundness.problems(schema, field, one)
    unknown = tuple(field for field in _named(schema) if field not in schema["properties"])
    for field in unknown:
        yield problem("form-field", field, msg("The form has no field {name}."), name=field)
    if not unknown:
        yield from _rules(schema)
        yield from _hidden(schema, _shows(schema))


def _named(schema: Schema) -> Iterator[str]:
    """Every field name that rules and hints mention."""
    yield from schema.get("required", ())
    for rule in rules_of(schema):
        yield from rule["if"]["properties"]
        yield from rule["if"].get("required", ())
        yield from rule["then"].get("properties", ())
        yield from rule["then"].get("required", ())
    yield from (shown.field for shown in _shows(schema).values())


def _shows(schema: Schema) -> dict[str, Condition]:
    found = {field: condition_of(one.get("x-ui", {}).get("show_if")) for field, one in schema["properties"].items()}
    return {field: shown for field, shown in found.items() if shown is not None}


def _rules(schema: Schema) -> Iterator[Problem]:
    for rule in rules_of(schema):
        for condition in conditions_of(rule["if"]):
            yield from _possible(schema, condition, condition.field)
            if condition.field not in rule["if"].get("required", ()):
                yield problem(
                    "form-rule",
                    condition.field,
                    msg("The if also holds when {name} is unanswered."),
                    msg("Name {name} in the required of the if."),
                    name=condition.field,
                )


def _possible(schema: Schema, condition: Condition, place: str) -> Iterator[Problem]:
    """A condition must look at values the field can have."""
    one = schema["properties"][condition.field]
    options = one.get("items", one).get("enum")
    if not condition.values:
        message = msg("The condition on {name} says no value: use const or enum.")
        yield problem("form-rule", place, message, name=condition.field)
    for value in condition.values:
        if type(value) is not PYTHON[type_of(one)] or (options is not None and value not in options):
            yield problem("form-rule", place, msg("{name} can never be {value}."), name=condition.field, value=value)


def _hidden(schema: Schema, shows: Mapping[str, Condition]) -> Iterator[Problem]:
    """Whatever makes a field required must also show it, or nobody could answer."""
    for field, shown in shows.items():
        yield from _possible(schema, shown, field)
        if _circular(field, shows):
            yield problem("form-show-if", field, msg("{name} is shown by itself, in a circle."), name=field)
        if field in schema.get("required", ()):
            yield _hidden_but_required(field, shown)
    for field, conditions in requirements(schema):
        if field in shows and not any(_implies(condition, shows[field]) for condition in conditions):
            yield _hidden_but_required(field, shows[field])


def _circular(field: str, shows: Mapping[str, Condition]) -> bool:
    seen: set[str] = set()
    while field in shows and field not in seen:
        seen.add(field)
        field = shows[field].field
    return field in seen


def _implies(condition: Condition, shown: Condition) -> bool:
    return condition.field == shown.field and set(condition.values) <= set(shown.values)


def _hidden_but_required(field: str, shown: Condition) -> Problem:
    return problem(
        "form-show-if",
        field,
        msg("{name} can be required while show_if hides it."),
        msg("Require it in an if on {shown}, with values that show_if also has."),
        name=field,
        shown=shown.field,
    )
