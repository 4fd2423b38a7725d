"""What can be wrong with a diagram, an answer or a step, in words a person can act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def msg(text: str) -> str:
    """Mark a message for translation; the service translates it when it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, which rule, what, and what to do about it.

    `message` and `remedy` are English templates over `values`, so that the service can translate them.
    """

    rule: str
    message: str
    element: str | None = None
    remedy: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None

    @property
    def text(self) -> str:
        """The English message with its values filled in."""
        return self.message.format(**self.values)

    @property
    def remedy_text(self) -> str | None:
        """The English remedy with its values filled in."""
        return self.remedy.format(**self.values) if self.remedy else None


class WorkflowError(Exception):
    """The root of everything this package raises."""


class DiagramError(WorkflowError):
    """A bundle that cannot be compiled; `problems` says where and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.element or '-'}: {p.text}" for p in problems))
        self.problems = problems


class FormError(WorkflowError):
    """A form file that cannot be used; `problems` says where and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.element or '-'}: {p.text}" for p in problems))
        self.problems = problems


class CalendarError(WorkflowError):
    """A table of holidays that cannot be used; `problems` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.text for p in problems))
        self.problems = problems


class ScenarioError(WorkflowError):
    """A scenario file that cannot be read; `problems` says where and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.element or '-'}: {p.text}" for p in problems))
        self.problems = problems


class InvalidAnswers(WorkflowError):
    """Answers that do not fit their form: one problem a field, in the order of the form."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        super().__init__("; ".join(f"{name}: {p.text}" for name, p in problems.items()))
        self.problems = dict(problems)


class StateError(WorkflowError):
    """A saved state that this definition cannot read: another format, another definition, or damaged bytes."""


class NotOpen(WorkflowError):
    """The task is not open (any more): done, withdrawn, or never there."""


class NobodyWaits(WorkflowError):
    """No element waits for this signal or message."""


class CannotGoOn(WorkflowError):
    """A step the diagram cannot make; the engine turns it into `Outcome.problems`, so no caller sees it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.element or '-'}: {problem.text}")
        self.problem = problem
