"""Builds what reads values: literals, names, paths and filters."""

from decimal import Decimal
from typing import Any

from workflows.errors import msg
from workflows.feel.closures.registry import Setting, build, build_sized, builds
from workflows.feel.numbers import whole
from workflows.feel.reading import READY, followed, followed_inside, taken
from workflows.feel.scope import Closure, Scope
from workflows.feel.tree import Filter, Literal, Name, Node, Path
from workflows.feel.values import Value


@builds(Literal)
def _literal(node: Literal, _setting: Setting) -> Closure:
    value = node.value
    return lambda _scope: value


@builds(Name)
def _name(node: Name, setting: Setting) -> Closure:
    return _read(node, (node.name,), setting)


@builds(Path)
def _path(node: Path, setting: Setting) -> Closure:
    names: list[str] = []
    source: Node = node
    while isinstance(source, Path):
        names.insert(0, source.name)
        source = source.source
    if isinstance(source, Name):
        return _read(source, (source.name, *names), setting)
    inner, steps = build(source, setting), tuple(names)
    return lambda scope: followed_inside(inner(scope), steps, scope)


@builds(Filter)
def _filter(node: Filter, setting: Setting) -> Closure:
    source = build(node.source, setting)
    condition, size = build_sized(node.condition, setting.among_entries())

    def filtered(scope: Scope) -> Value:
        value = source(scope)
        if value is None:
            return None
        items = value if type(value) is list else [value]
        scope.spend(len(items) * size)
        first = condition(_with_item(items[0] if items else None, scope))
        if type(first) is Decimal:
            return _at(items, first)
        kept = [item for item in items[1:] if condition(_with_item(item, scope)) is True]
        return [items[0], *kept] if first is True and items else kept

    return filtered


def _read(root: Name, path: tuple[str, ...], setting: Setting) -> Closure:
    if root.name in setting.bound:
        return _read_bound(path)
    if root.name == "?":
        raise setting.error(msg("? stands for the input of a test, and here is none"), root)
    if setting.filtered:
        setting.found.perhaps.add(path)
        return _read_bound(path)
    setting.found.paths.add(path)
    return _read_host(path)


def _read_host(path: tuple[str, ...]) -> Closure:
    root, steps, label = path[0], path[1:], ".".join(path)

    def read(scope: Scope) -> Value:
        outermost = scope.root
        value: Any = outermost.names.get(root)
        for step in steps:
            if type(value) is not dict:
                break
            value = value.get(step)
        else:
            value = value if type(value) in READY else taken(value, scope)
            if outermost.reads is not None:
                outermost.reads[label] = value
            return value
        value = followed(outermost.names.get(root), steps, scope)
        if outermost.reads is not None:
            outermost.reads[label] = value
        return value

    return read


def _read_bound(path: tuple[str, ...]) -> Closure:
    root, steps = path[0], path[1:]
    host = _read_host(path)

    def read(scope: Scope) -> Value:
        at = scope
        while at.outer is not None:
            if root in at.names:
                return followed_inside(at.names[root], steps, scope)
            at = at.outer
        return host(scope)

    return read


def _with_item(item: Value, scope: Scope) -> Scope:
    inner = Scope({"item": item}, scope)
    return Scope(item, inner) if type(item) is dict else inner


def _at(items: list[Value], position: Decimal) -> Value:
    index = whole(position)
    if not index or abs(index) > len(items):
        return None
    return items[index - 1] if index > 0 else items[index]
