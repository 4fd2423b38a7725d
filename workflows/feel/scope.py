"""What an expression sees while it is evaluated: the host's names, its own, and how much it may still cost."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from workflows.feel import limits
from workflows.feel.values import Value


class Scope:
    """Names in reach; `root` is the outermost scope, which holds the host's names, the fuel and what was read."""

    __slots__ = ("calls", "fuel", "names", "outer", "reads", "root")

    def __init__(self, names: Mapping[str, Any], outer: "Scope | None" = None) -> None:
        self.names = names
        self.outer = outer
        if outer is None:
            self.root = self
            self.fuel = limits.FUEL
            self.calls = 0
            self.reads: dict[str, Value] | None = None
        else:
            self.root = outer.root

    def spend(self, steps: int) -> None:
        """Pay for work before doing it; raises Exhausted."""
        root = self.root
        root.fuel -= steps
        if root.fuel < 0:
            raise limits.Exhausted


Closure: TypeAlias = Callable[[Scope], Value]
"""A compiled part of an expression."""
