"""Turns a tree into a closure: one builder for each kind of node."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from workflows.feel.errors import FeelError
from workflows.feel.scope import Closure
from workflows.feel.tree import Node

Build = TypeVar("Build", bound=Callable[..., Closure])
_BUILDERS: dict[type[Node], Callable[..., Closure]] = {}


@dataclass
class Found:
    """What a compilation finds: paths read for certain, paths that may be entries of a filtered item, nodes built."""

    paths: set[tuple[str, ...]] = field(default_factory=set)
    perhaps: set[tuple[str, ...]] = field(default_factory=set)
    size: int = 0


@dataclass(frozen=True)
class Setting:
    """Where a node stands: the names bound around it, and whether an item's entries are in reach."""

    text: str
    found: Found
    bound: frozenset[str] = frozenset()
    filtered: bool = False

    def binding(self, *names: str) -> "Setting":
        """The same place with more names bound."""
        return replace(self, bound=self.bound.union(names))

    def among_entries(self) -> "Setting":
        """The same place inside a filter."""
        return replace(self, bound=self.bound | {"item"}, filtered=True)

    def error(self, message: str, node: Node, **values: Any) -> FeelError:
        """A complaint about a node."""
        return FeelError(message, self.text, node.at, values)


def builds(kind: type[Node]) -> Callable[[Build], Build]:
    """Register the builder of one kind of node."""

    def register(builder: Build) -> Build:
        _BUILDERS[kind] = builder
        return builder

    return register


def build(node: Node, setting: Setting) -> Closure:
    """Compile a node."""
    setting.found.size += 1
    return _BUILDERS[type(node)](node, setting)


def build_sized(node: Node, setting: Setting) -> tuple[Closure, int]:
    """Compile a node that may run many times, and say what one turn costs."""
    before = setting.found.size
    closure = build(node, setting)
    return closure, setting.found.size - before
