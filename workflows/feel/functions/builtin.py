"""Declares functions of the language: their names, what they accept, and how arguments reach them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.errors import msg
from workflows.feel import limits
from workflows.feel.scope import Scope
from workflows.feel.values import Function, Range, Value, YearsMonths

FUNCTIONS: dict[str, "Builtin"] = {}
"""Every function, by its name with underscores for blanks."""

_KINDS: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "text": (str,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "day": (date, datetime),
    "clock": (time, datetime),
    "duration": (timedelta, YearsMonths),
    "span": (timedelta,),
    "months": (YearsMonths,),
    "function": (Function,),
    "range": (Range,),
}
_MISFIT = object()


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function: the kind of each parameter, `?` after it when it may be left out."""

    kinds: Mapping[str, str]
    function: Callable[..., Value]
    needs_scope: bool
    any_number: bool

    def accepts(self, count: int, names: Sequence[str]) -> bool:
        """Whether that many arguments, or arguments of these names, fit."""
        required = [name for name, kind in self.kinds.items() if not kind.endswith("?")]
        if names:
            known = {name.rstrip("_") for name in self.kinds}
            return known.issuperset(names) and {name.rstrip("_") for name in required}.issubset(names)
        return len(required) <= count and (self.any_number or count <= len(self.kinds))

    def fitted(self, values: list[Value], names: Sequence[str]) -> list[Value] | None:
        """The arguments as the function takes them, or nothing when one is of the wrong kind."""
        kinds = self._kinds_for(len(values), names)
        fitted = [_fitted(value, kind.removesuffix("?")) for value, kind in zip(values, kinds, strict=True)]
        return None if any(value is _MISFIT for value in fitted) else fitted

    def call(self, scope: Scope, fitted: list[Value], names: Sequence[str]) -> Value:
        """Call the function with fitted arguments."""
        before = (scope,) if self.needs_scope else ()
        if not names:
            return self.function(*before, *fitted)
        keys = {name.rstrip("_"): name for name in self.kinds}
        return self.function(*before, **{keys[name]: fit for name, fit in zip(names, fitted, strict=True)})

    def _kinds_for(self, count: int, names: Sequence[str]) -> list[str]:
        if names:
            by_name = {name.rstrip("_"): kind for name, kind in self.kinds.items()}
            return [by_name[name] for name in names]
        kinds = list(self.kinds.values())
        return kinds[:count] + kinds[-1:] * (count - len(kinds))


@dataclass(slots=True)
class Builtin:
    """A function of the language; `name` is the standard's, with blanks."""

    name: str
    signatures: list[Signature] = field(default_factory=list)

    def accepting(self, count: int, names: Sequence[str]) -> tuple[Signature, ...]:
        """The ways to call it with that many arguments, or with these names."""
        return tuple(one for one in self.signatures if one.accepts(count, names))

    @property
    def usage(self) -> str:
        """How it is called, for a complaint."""
        return " or ".join(f"{self.name}({_listed(one)})" for one in self.signatures)


def builtin(name: str, /, *, scoped: bool = False, any_number: bool = False, **kinds: str) -> Callable[[Any], Any]:
    """Register a function under a name; the keywords are its parameters and their kinds, in order.

    A function that is `scoped` gets the scope before its arguments; with `any_number` the last kind repeats.
    """

    def register(function: Callable[..., Value]) -> Callable[..., Value]:
        entry = FUNCTIONS.setdefault(name.replace(" ", "_"), Builtin(name))
        entry.signatures.append(Signature(kinds, function, scoped, any_number))
        return function

    return register


def applied(signatures: Sequence[Signature], scope: Scope, values: list[Value], names: Sequence[str]) -> Value:
    """Call the function in the first way that its arguments fit; null when they fit none."""
    scope.spend(sum(map(_weight, values)))
    for signature in signatures:
        fitted = signature.fitted(values, names)
        if fitted is not None:
            return _bounded(signature.call(scope, fitted, names))
    return None


def wrong_use(function: Builtin) -> tuple[str, dict[str, str]]:
    """The complaint about arguments that do not fit."""
    return msg("{function} is used as {usage}"), {"function": function.name, "usage": function.usage}


def _fitted(value: Value, kind: str) -> Any:
    if kind == "any":
        return value
    if kind == "list" and type(value) is not list:
        return _MISFIT if value is None else [value]
    types = _KINDS[kind]
    if type(value) is list and len(value) == 1 and kind != "list":
        value = value[0]
    return value if type(value) in types else _MISFIT


def _weight(value: Value) -> int:
    if type(value) is str:
        return 1 + len(value) // 64
    return len(value) if type(value) in (list, dict) else 1


def _bounded(value: Value) -> Value:
    size = len(value) if type(value) in (list, str) else 0
    if size > (limits.TEXT if type(value) is str else limits.ITEMS):
        raise limits.Exhausted
    return value


def _listed(signature: Signature) -> str:
    names = [name.rstrip("_").replace("_", " ") for name in signature.kinds]
    return ", ".join([*names, "..."] if signature.any_number else names)
