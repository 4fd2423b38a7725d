"""Builds calls of the language's functions and of functions written in the expression."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from workflows.errors import msg
from workflows.feel.closures.registry import Setting, build, builds
from workflows.feel.functions import FUNCTIONS, Builtin, applied, wrong_use
from workflows.feel.scope import Closure, Scope
from workflows.feel.tree import Call, Name, Node, Path
from workflows.feel.values import Function, Value


@builds(Call)
def _call(node: Call, setting: Setting) -> Closure:
    if not isinstance(node.function, Name) or node.function.name in setting.bound:
        return _call_of_value(node, setting)
    name = node.function.name
    if name == "is_defined" and len(node.arguments) == 1 and not node.names:
        return _is_defined(node.arguments[0], setting)
    builtin = FUNCTIONS.get(name)
    if builtin is None:
        raise _unknown(node, name, setting)
    return _call_of_builtin(node, builtin, setting)


def _call_of_builtin(node: Call, builtin: Builtin, setting: Setting) -> Closure:
    names = node.names
    signatures = builtin.accepting(len(node.arguments), names)
    if not signatures:
        message, values = wrong_use(builtin)
        raise setting.error(message, node, **values)
    arguments = tuple(build(argument, setting) for argument in node.arguments)
    return lambda scope: applied(signatures, scope, [argument(scope) for argument in arguments], names)


def _call_of_value(node: Call, setting: Setting) -> Closure:
    function = build(node.function, setting)
    arguments = tuple(build(argument, setting) for argument in node.arguments)
    names = node.names

    def call(scope: Scope) -> Value:
        value = function(scope)
        if type(value) is not Function or len(value.parameters) != len(arguments):
            return None
        given = [argument(scope) for argument in arguments]
        if not names:
            return value.apply(given)
        if set(names) != set(value.parameters):
            return None
        by_name = dict(zip(names, given, strict=True))
        return value.apply([by_name[parameter] for parameter in value.parameters])

    return call


def _is_defined(node: Node, setting: Setting) -> Closure:
    path = _path_to(node)
    if path is None or path[0] in setting.bound or setting.filtered:
        value = build(node, setting)
        return lambda scope: value(scope) is not None
    setting.found.paths.add(path)
    return lambda scope: _reaches(scope.root.names, path)


def _path_to(node: Node) -> tuple[str, ...] | None:
    names: list[str] = []
    while isinstance(node, Path):
        names.insert(0, node.name)
        node = node.source
    return (node.name, *names) if isinstance(node, Name) else None


def _reaches(value: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return False
        value = value[name]
    return True


def _unknown(node: Call, name: str, setting: Setting) -> Exception:
    close = get_close_matches(name, FUNCTIONS, n=1, cutoff=0.75)
    if close:
        message = msg("there is no function {name}; did you mean {similar}?")
        return setting.error(message, node, name=name, similar=FUNCTIONS[close[0]].name)
    return setting.error(msg("there is no function {name}"), node, name=name)
