"""An expression that is ready to be evaluated, any number of times and in any thread."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from workflows.errors import msg
from workflows.feel import limits, parser
from workflows.feel.closures import closure_of
from workflows.feel.closures.registry import Found
from workflows.feel.errors import FeelError
from workflows.feel.reading import taken
from workflows.feel.scope import Closure, Scope
from workflows.feel.tree import Node
from workflows.feel.values import Value


class Expression:
    """A compiled expression.

    `paths` are the free name paths it may read. Those of them that are also in `perhaps` stand only inside a filter,
    where they may be entries of the item instead: `role` in `members[role = "chair"]`.
    """

    __slots__ = ("_closure", "paths", "perhaps", "text")

    def __init__(self, text: str, closure: Closure, found: Found) -> None:
        self.text = text
        self.paths = frozenset(found.paths | found.perhaps)
        self.perhaps = frozenset(found.perhaps - found.paths)
        self._closure = closure

    def evaluate(self, names: Mapping[str, Any]) -> Value:
        """The value; null where it has none or costs too much. Raises nothing, whatever the names hold."""
        return _guarded(self._closure, Scope(names))

    def evaluate_reading(self, names: Mapping[str, Any]) -> tuple[Value, dict[str, Value]]:
        """The value, and what was read on the way by dotted path; a missing one is None."""
        scope = Scope(names)
        reads: dict[str, Value] = {}
        scope.reads = reads
        return _guarded(self._closure, scope), reads

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


class UnaryTests:
    """A compiled cell of a decision table."""

    __slots__ = ("_closure", "paths", "text")

    def __init__(self, text: str, closure: Closure, found: Found) -> None:
        self.text = text
        self.paths = frozenset(found.paths | found.perhaps)
        self._closure = closure

    def test(self, value: Any, names: Mapping[str, Any]) -> bool | None:
        """Whether the input passes; null where that cannot be said."""
        root = Scope(names)
        result = _guarded(lambda scope: self._closure(Scope({"?": taken(value, scope)}, scope)), root)
        return result if isinstance(result, bool) else None


@lru_cache(maxsize=4096)
def compile(text: str) -> Expression:  # noqa: A001 - `feel.compile(...)` is how it is called
    """Compile an expression; raises FeelError."""
    return Expression(text, *_compiled(text, parser.parse, frozenset()))


@lru_cache(maxsize=4096)
def unary(text: str) -> UnaryTests:
    """Compile the unary tests of a decision table's cell; raises FeelError."""
    return UnaryTests(text, *_compiled(text, parser.parse_unary, frozenset({"?"})))


def _compiled(text: str, parse: Callable[[str], Node], bound: frozenset[str]) -> tuple[Closure, Found]:
    try:
        return closure_of(parse(text), text, bound)
    except RecursionError:
        too_deep = msg("more than {limit} expressions stand inside each other")
        raise FeelError(too_deep, text, 0, {"limit": limits.NESTING}) from None


def _guarded(closure: Closure, scope: Scope) -> Value:
    try:
        value = closure(scope)
        if type(value) in (list, dict):
            _weigh(value, scope)
    except (limits.Exhausted, RecursionError):
        return None
    return value


def _weigh(value: Value, scope: Scope) -> None:
    """Pay for every item and entry of a result, so that one that repeats itself endlessly is none."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if type(item) in (list, dict):
            scope.spend(len(item))
            waiting.extend(item if type(item) is list else item.values())
