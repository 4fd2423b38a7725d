"""The expression language of diagrams: FEEL of the DMN standard, compiled so that it computes, never acts, and ends."""

from workflows.feel.errors import FeelError
from workflows.feel.expression import Expression, UnaryTests, compile, unary  # noqa: A004 - feel.compile(...)
from workflows.feel.plain import plain
from workflows.feel.values import Function, Range, Value, YearsMonths

__all__ = [
    "Expression",
    "FeelError",
    "Function",
    "Range",
    "UnaryTests",
    "Value",
    "YearsMonths",
    "compile",
    "plain",
    "unary",
]
