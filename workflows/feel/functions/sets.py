"""Functions of lists in which each value counts once."""

from workflows.feel.compare import key_of
from workflows.feel.functions.builtin import builtin
from workflows.feel.scope import Scope
from workflows.feel.values import Value


@builtin("distinct values", list_="list", scoped=True)
def distinct_values(scope: Scope, list_: list[Value]) -> Value:
    """The list without repetitions."""
    return _once(list_, scope)


@builtin("union", list_="list", any_number=True, scoped=True)
def union(scope: Scope, *lists: list[Value]) -> Value:
    """The items of all lists without repetitions."""
    return _once([item for one in lists for item in one], scope)


@builtin("duplicate values", list_="list", scoped=True)
def duplicate_values(scope: Scope, list_: list[Value]) -> Value:
    """The values that stand in the list more than once."""
    seen: dict[object, int] = {}
    for item in list_:
        key = key_of(item, scope)
        seen[key] = seen.get(key, 0) + 1
    return _once([item for item in list_ if seen[key_of(item, scope)] > 1], scope)


def _once(items: list[Value], scope: Scope) -> list[Value]:
    first: dict[object, Value] = {}
    for item in items:
        first.setdefault(key_of(item, scope), item)
    return list(first.values())
