"""Functions of lists, item by item; positions count from 1, negative ones from the end."""

from decimal import Decimal
from functools import cmp_to_key

from workflows.feel.compare import equal, ordered
from workflows.feel.functions.builtin import builtin
from workflows.feel.numbers import whole
from workflows.feel.scope import Scope
from workflows.feel.values import Function, Value


@builtin("list contains", list_="list", element="any", scoped=True)
def list_contains(scope: Scope, list_: list[Value], element: Value) -> Value:
    """Whether an item equals the element."""
    return any(_same(item, element, scope) for item in list_)


@builtin("count", list_="list")
def count(list_: list[Value]) -> Value:
    """The number of items."""
    return Decimal(len(list_))


@builtin("sublist", list_="list", start_position="number", length="number?")
def sublist(list_: list[Value], start_position: Decimal, length: Decimal | None = None) -> Value:
    """That many items from a position on, or all the rest."""
    start = whole(start_position)
    size = len(list_) if length is None else whole(length)
    if not start or size is None or size < 0 or abs(start) > len(list_):
        return None
    begin = start - 1 if start > 0 else len(list_) + start
    return list_[begin : begin + size]


@builtin("append", list_="list", item="any", any_number=True)
def append(list_: list[Value], *items: Value) -> Value:
    """The list with items after it."""
    return [*list_, *items]


@builtin("concatenate", list_="list", any_number=True)
def concatenate(*lists: list[Value]) -> Value:
    """One list after the other."""
    return [item for one in lists for item in one]


@builtin("insert before", list_="list", position="number", newitem="any")
def insert_before(list_: list[Value], position: Decimal, newitem: Value) -> Value:
    """The list with an item put before the one at a position."""
    index = _index(list_, position)
    return None if index is None else [*list_[:index], newitem, *list_[index:]]


@builtin("remove", list_="list", position="number")
def remove(list_: list[Value], position: Decimal) -> Value:
    """The list without the item at a position."""
    index = _index(list_, position)
    return None if index is None else [*list_[:index], *list_[index + 1 :]]


@builtin("list replace", list_="list", position="number", newitem="any")
def list_replace(list_: list[Value], position: Decimal, newitem: Value) -> Value:
    """The list with another item at a position."""
    index = _index(list_, position)
    return None if index is None else [*list_[:index], newitem, *list_[index + 1 :]]


@builtin("list replace", list_="list", match="function", newitem="any")
def list_replace_matching(list_: list[Value], match: Function, newitem: Value) -> Value:
    """The list with another item wherever match(item, newitem) is true."""
    if len(match.parameters) != 2:
        return None
    return [newitem if match.apply([item, newitem]) is True else item for item in list_]


@builtin("reverse", list_="list")
def reverse(list_: list[Value]) -> Value:
    """The list backwards."""
    return list_[::-1]


@builtin("index of", list_="list", match="any", scoped=True)
def index_of(scope: Scope, list_: list[Value], match: Value) -> Value:
    """The positions of the items that equal a value."""
    return [Decimal(position) for position, item in enumerate(list_, 1) if _same(item, match, scope)]


@builtin("flatten", list_="list", scoped=True)
def flatten(scope: Scope, list_: list[Value]) -> Value:
    """All items of the list and of the lists in it, however deep."""
    items: list[Value] = []
    waiting = list_[::-1]
    while waiting:
        scope.spend(1)
        item = waiting.pop()
        if type(item) is type(waiting):
            waiting.extend(item[::-1])
        else:
            items.append(item)
    return items


@builtin("sort", list_="list", precedes="function?", scoped=True)
def sort(scope: Scope, list_: list[Value], precedes: Function | None = None) -> Value:
    """The list in the order in which precedes(a, b) is true; without it from small to large."""
    if precedes is None:
        return _naturally_sorted(list_)
    if len(precedes.parameters) != 2:
        return None

    def order(one: Value, other: Value) -> int:
        scope.spend(1)
        return -1 if precedes.apply([one, other]) is True else int(precedes.apply([other, one]) is True)

    return sorted(list_, key=cmp_to_key(order))


def _naturally_sorted(items: list[Value]) -> list[Value] | None:
    if any(ordered("<=", item, items[0]) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(lambda one, other: -1 if ordered("<", one, other) else int(one != other)))


def _same(item: Value, element: Value, scope: Scope) -> bool:
    scope.spend(1)
    return equal(item, element, scope) is True


def _index(items: list[Value], position: Decimal) -> int | None:
    place = whole(position)
    if not place or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place
