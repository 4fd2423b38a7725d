"""The syntax tree: what an expression says, before it is compiled."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part of an expression; `at` is where it begins in the text."""

    at: int = 0


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, true, false, null or a date, time or duration written with @."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name to look up."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """An entry or component of a value: `source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """The items of a list for which something holds, or the one at a position: `source[condition]`."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function applied to arguments, by place or by name (then `names` is as long as `arguments`)."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """Two or more operands joined by `and` or by `or`."""

    word: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left sign right` with one of = != < <= > >=."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class UnaryTest(Node):
    """A test of an input: a comparison with `sign`; else a value, range or list, or a condition that `asks` for `?`."""

    sign: str
    operand: Node
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """`value in tests`: one of the tests holds."""

    value: Node
    tests: tuple[UnaryTest, ...]


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The cell of a decision table: one of the tests holds for `?`, or (negated) none; no test always holds."""

    tests: tuple[UnaryTest, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`first sign operand sign operand...`, from left to right, with signs of one precedence."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Type(Node):
    """The name of a type as `instance of` writes it, with the type of its elements or its entries."""

    name: str
    element: "Type | None" = None
    entries: tuple[tuple[str, "Type"], ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """`name in domain`, or `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterations return result`."""

    iterations: tuple[Iteration, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` over iterations `satisfies` condition."""

    word: str
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """`function(parameters) body`."""

    parameters: tuple[str, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b, c]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{name: value, ...}`; a value sees the entries before it."""

    entries: tuple[tuple[str, Node], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[low..high]`, a round or turned bracket leaving its end out; an end that is None is open."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool
