"""Looking through the syntax tree of an expression, however long its chains are."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from workflows.check.drawing import Path
from workflows.feel import tree


def walk(whole: tree.Node) -> Iterator[Any]:
    """Yield every part of an expression."""
    waiting: list[Any] = [whole]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif is_dataclass(node):
            yield node
            waiting.extend(getattr(node, field.name) for field in fields(node))


def path_of(node: tree.Node) -> Path:
    """Return the names of a path that begins at a name; nothing for any other expression."""
    names: list[str] = []
    while isinstance(node, tree.Path):
        names.append(node.name)
        node = node.source
    return (node.name, *reversed(names)) if isinstance(node, tree.Name) else ()
