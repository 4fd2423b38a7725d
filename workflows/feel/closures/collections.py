"""Builds lists, contexts and ranges."""

from workflows.errors import msg
from workflows.feel.closures.registry import Setting, build, builds
from workflows.feel.compare import ordered
from workflows.feel.scope import Closure, Scope
from workflows.feel.tree import ContextLiteral, ListLiteral, Literal, Node, RangeLiteral
from workflows.feel.values import Range, Value


@builds(ListLiteral)
def _list(node: ListLiteral, setting: Setting) -> Closure:
    items = tuple(build(item, setting) for item in node.items)
    return lambda scope: [item(scope) for item in items]


@builds(ContextLiteral)
def _context(node: ContextLiteral, setting: Setting) -> Closure:
    entries = []
    for name, entry in node.entries:
        entries.append((name, build(entry, setting)))
        setting = setting.binding(name)

    def collect(scope: Scope) -> Value:
        result: dict[str, Value] = {}
        inner = Scope(result, scope)
        for name, entry in entries:
            result[name] = entry(inner)
        return result

    return collect


@builds(RangeLiteral)
def _range(node: RangeLiteral, setting: Setting) -> Closure:
    if _backwards(node.low, node.high):
        raise setting.error(msg("the range ends before it begins"), node)
    low = build(node.low, setting) if node.low else None
    high = build(node.high, setting) if node.high else None
    low_included, high_included = node.low_included, node.high_included

    def span(scope: Scope) -> Value:
        start, end = low(scope) if low else None, high(scope) if high else None
        if (low and start is None) or (high and end is None):
            return None
        if low and high and ordered("<=", start, end) is not True:
            return None
        return Range(start, end, low_included, high_included)

    return span


def _backwards(low: Node | None, high: Node | None) -> bool:
    return isinstance(low, Literal) and isinstance(high, Literal) and ordered(">", low.value, high.value) is True
