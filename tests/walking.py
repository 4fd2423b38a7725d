"""Walks one dossier along a diagram, so that tests say what people do instead of passing states around."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from drawing import diagram, process
from workflows import engine
from workflows.definition import Definition, compile_bundle
from workflows.outcome import OpenTask, Outcome

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)


def drawn(nodes: Mapping[str, str], flows: Sequence[str], *more: str, extra: str = "") -> Definition:
    """The definition of one small process, with what else stands in its file."""
    return compile_bundle({"small.bpmn": diagram(process("small", nodes, flows), *more, extra=extra)})


class Walk:
    """One dossier; every step that can be made moves it on, `last` is what the latest one said."""

    def __init__(self, definition: Definition, facts: Mapping[str, Any] | None = None, now: datetime = MONDAY) -> None:
        self.definition = definition
        self.facts = {} if facts is None else facts
        self.now = now
        self.tasks: dict[str, OpenTask] = {}
        self.take(engine.start(definition, self.facts, now=now))

    def do(self, element: str, **answers: Any) -> Outcome:
        """Complete the open task drawn as this element."""
        task = next(task for task in self.tasks.values() if task.element == element)
        return self.take(engine.complete(self.definition, self.state, task.id, answers, self.facts, now=self.now))

    def wait(self, **length: int) -> Outcome:
        """Let time go by and the worker wake."""
        self.now += timedelta(**length)
        return self.take(engine.wake(self.definition, self.state, self.facts, now=self.now))

    def hear(self, name: str) -> Outcome:
        """Bring a signal or message from outside."""
        return self.take(engine.signal(self.definition, self.state, name, self.facts, now=self.now))

    def take(self, outcome: Outcome) -> Outcome:
        """Go on from what a step said."""
        self.last = outcome
        self.state = outcome.state
        for closed in outcome.closed:
            del self.tasks[closed.id]
        self.tasks |= {task.id: task for task in outcome.opened}
        return outcome

    @property
    def open(self) -> list[str]:
        """The elements at which tasks are open, sorted."""
        return sorted(task.element for task in self.tasks.values())

    @property
    def problem(self) -> str:
        """The rule of the one problem the latest step met."""
        [problem] = self.last.problems
        return problem.rule
