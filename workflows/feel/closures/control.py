"""Builds choices, loops and functions."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from workflows.feel import limits
from workflows.feel.closures.registry import Setting, build, build_sized, builds
from workflows.feel.iteration import items_of, items_until
from workflows.feel.scope import Closure, Scope
from workflows.feel.tree import For, FunctionDefinition, If, Iteration, Quantified
from workflows.feel.values import Function, Value

_Turns: TypeAlias = Callable[[Scope], Iterator[Scope | None]]
"""The scopes of a loop, one a turn; None says that a domain was null."""


@builds(If)
def _if(node: If, setting: Setting) -> Closure:
    condition, yes, no = (build(part, setting) for part in (node.condition, node.yes, node.no))
    return lambda scope: yes(scope) if condition(scope) is True else no(scope)


@builds(For)
def _for(node: For, setting: Setting) -> Closure:
    turns, inside = _nested_turns(node.iterations, setting)
    result, size = build_sized(node.result, inside.binding("partial"))

    def collect(scope: Scope) -> Value:
        results: list[Value] = []
        for turn in turns(Scope({"partial": results}, scope)):
            if turn is None:
                return None
            scope.spend(size)
            results.append(result(turn))
            if len(results) > limits.ITEMS:
                raise limits.Exhausted
        return results

    return collect


@builds(Quantified)
def _quantified(node: Quantified, setting: Setting) -> Closure:
    turns, inside = _nested_turns(node.iterations, setting)
    condition, size = build_sized(node.condition, inside)
    decides = node.word == "some"

    def decide(scope: Scope) -> Value:
        unknown = False
        for turn in turns(scope):
            if turn is None:
                return None
            scope.spend(size)
            value = condition(turn)
            if value is decides:
                return decides
            unknown = unknown or type(value) is not bool
        return None if unknown else not decides

    return decide


@builds(FunctionDefinition)
def _function(node: FunctionDefinition, setting: Setting) -> Closure:
    parameters = node.parameters
    body, size = build_sized(node.body, setting.binding(*parameters))

    def define(scope: Scope) -> Value:
        def apply(arguments: list[Value]) -> Value:
            root = scope.root
            root.spend(size)
            if root.calls >= limits.CALLS:
                raise limits.Exhausted
            root.calls += 1
            result = body(Scope(dict(zip(parameters, arguments, strict=True)), scope))
            root.calls -= 1
            return result

        return Function(parameters, apply)

    return define


def _nested_turns(iterations: tuple[Iteration, ...], setting: Setting) -> tuple[_Turns, Setting]:
    turns: _Turns = _once
    for iteration in iterations:
        turns = _turns_within(turns, iteration, setting)
        setting = setting.binding(iteration.name)
    return turns, setting


def _once(scope: Scope) -> Iterator[Scope | None]:
    yield scope


def _turns_within(outer: _Turns, node: Iteration, setting: Setting) -> _Turns:
    name = node.name
    domain, size = build_sized(node.domain, setting)
    end = build(node.end, setting) if node.end else None

    def turns(scope: Scope) -> Iterator[Scope | None]:
        for around in outer(scope):
            if around is None:
                yield None
                return
            around.spend(size)
            items = items_until(domain(around), end(around)) if end else items_of(domain(around))
            if items is None:
                yield None
                return
            around.spend(len(items))
            for item in items:
                yield Scope({name: item}, around)

    return turns
