"""Compiles a syntax tree to Python closures; each module here builds one family of nodes."""

from workflows.feel.closures import access, calls, collections, control, operators
from workflows.feel.closures.registry import Found, Setting, build
from workflows.feel.scope import Closure
from workflows.feel.tree import Node

FAMILIES = (access, calls, collections, control, operators)


def closure_of(node: Node, text: str, bound: frozenset[str] = frozenset()) -> tuple[Closure, Found]:
    """Compile a tree and say what it reads; `bound` are names the caller supplies. Raises FeelError."""
    found = Found()
    return build(node, Setting(text, found, bound)), found
