"""How much an expression may cost: evaluation stops with null when a limit is reached, compilation with an error."""

SOURCE = 10_000
"""Characters of one expression."""

NESTING = 50
"""Expressions inside expressions: brackets, branches, path steps, iterations."""

FUEL = 200_000
"""Steps of one evaluation: a turn of a loop costs the size of its body, a list or text its length."""

ITEMS = 10_000
"""Entries of one list."""

POWER = 100
"""Steps that a power, root or logarithm costs."""

TEXT = 100_000
"""Characters of one text an expression makes."""

CALLS = 20
"""Functions that call each other."""


class Exhausted(Exception):
    """The evaluation would cost more than an expression may."""
