"""What is wrong with the text of an expression, and where."""

from collections.abc import Mapping
from typing import Any

from workflows.errors import Problem, WorkflowError


class FeelError(WorkflowError):
    """A text that is not a FEEL expression; `position` counts characters from 0, `line` and `column` from 1."""

    def __init__(self, message: str, text: str, position: int, values: Mapping[str, Any] | None = None) -> None:
        self.message = message
        self.values = dict(values or {})
        self.source = text
        self.position = position
        before = text[:position]
        self.line = before.count("\n") + 1
        self.column = position - (before.rfind("\n") + 1) + 1
        super().__init__(f"{self.text} ({self.line}:{self.column})")

    @property
    def text(self) -> str:
        """The English message with its values filled in."""
        return self.message.format(**self.values)

    @property
    def excerpt(self) -> str:
        """The line that is wrong and, under it, a caret at the place."""
        line = self.source.split("\n")[self.line - 1]
        start = max(0, self.column - 61)
        return f"{line[start : start + 120]}\n{' ' * (self.column - 1 - start)}^"

    def problem(self, element: str | None = None, *, file: str | None = None) -> Problem:
        """Say it as a problem of the diagram element that holds the expression."""
        place = {"expression": self.source, "position": self.position, "column": self.column, "excerpt": self.excerpt}
        return Problem("expression", self.message, element, values={**place, **self.values}, file=file)
