"""Says whether a value is of a type: the meaning of `instance of`."""

from workflows.feel.scope import Scope
from workflows.feel.tree import Type
from workflows.feel.values import Range, Value, kind_of


def instance_of(value: Value, kind: Type, scope: Scope) -> bool:
    """Null is of the types Null and, like the standard, of no other; Any is everything else."""
    if value is None:
        return kind.name == "Null"
    if kind.name == "Any":
        return True
    if kind_of(value) != kind.name:
        return False
    if kind.element is not None:
        parts = [value.low, value.high] if type(value) is Range else value
        scope.spend(len(parts))
        return all(instance_of(part, kind.element, scope) for part in parts)
    return all(name in value and instance_of(value[name], entry, scope) for name, entry in kind.entries)
