"""Playing a scenario on the engine, and telling where the process did something else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows import engine, forms
from workflows.calendar import Calendar
from workflows.definition import Definition
from workflows.errors import InvalidAnswers, NobodyWaits, NotOpen, Problem, msg
from workflows.outcome import OpenTask, Outcome
from workflows.scenarios.reading import merged
from workflows.scenarios.scenario import Scenario, Step

Facts = Mapping[str, Any]


def play(
    definition: Definition, scenario: Scenario, *, now: datetime | None = None, facts: Facts | None = None
) -> tuple[Problem, ...]:
    """Return where the process first differs from the scenario; the problem's element is "scenario name / step number".

    The scenario's own facts are written over `facts`. Without a `calendar` among them only weekends are free.
    """
    return tuple(_Play(definition, scenario, now, facts).differences())


def ends_reached(
    definition: Definition, scenarios: Iterable[Scenario], *, facts: Facts | None = None
) -> frozenset[str]:
    """Return the ids of the end events which the scenarios reach."""
    plays = [_Play(definition, scenario, None, facts) for scenario in scenarios]
    for one in plays:
        list(one.differences())
    return frozenset(one.end for one in plays if one.end is not None)


class _Stopped(Exception):
    """The play cannot go on; the problem says why."""

    def __init__(self, rule: str, message: str, **values: object) -> None:
        super().__init__(message)
        self.rule, self.message, self.values = rule, message, values


@dataclass
class _Play:
    definition: Definition
    scenario: Scenario
    begin: datetime | None
    given: Facts | None
    state: bytes = b""
    end: str | None = None
    problems: tuple[Problem, ...] = field(default=())

    def __post_init__(self) -> None:
        self.now = self.begin or self.scenario.now
        self.facts = merged({"calendar": Calendar(), **(self.given or {})}, self.scenario.facts)

    def differences(self) -> Iterator[Problem]:
        """Play, and yield the first difference."""
        number = 0
        try:
            self._keep(engine.start(self.definition, self.facts, now=self.now))
            for number, step in enumerate(self.scenario.steps, start=1):  # noqa: B007 - told in the difference
                self._take(step)
                self._compare(step)
            if self.end != self.scenario.end:
                message = msg("It ends at {found}, not at {expected}.")
                raise _Stopped("end", message, found=self.end or "-", expected=self.scenario.end or "-")
        except _Stopped as stop:
            yield Problem(stop.rule, stop.message, f"{self.scenario.name} / {number}", values=stop.values)

    def _take(self, step: Step) -> None:
        self.now += step.after
        if step.task is not None:
            self._complete(step, step.task)
        elif step.signal is not None:
            self._signal(step.signal)
        elif step.cancel:
            self._cancel()
        else:
            self._keep(engine.wake(self.definition, self.state, self.facts, now=self.now))

    def _complete(self, step: Step, element: str) -> None:
        if step.after:
            self._keep(engine.wake(self.definition, self.state, self.facts, now=self.now))
        task = next((one for one in self._open() if element in (one.element, ".".join((*one.path, one.element)))), None)
        if task is None:
            found = ", ".join(one.element for one in self._open()) or "-"
            raise _Stopped("not-open", msg("{task} is not open; open are: {found}."), task=element, found=found)
        answers = self._answers(step, task)
        done = engine.complete(self.definition, self.state, task.id, answers, self.facts, now=self.now)
        self._keep(done)

    def _answers(self, step: Step, task: OpenTask) -> Mapping[str, Any]:
        node = self.definition.graph.nodes[task.element]
        if (node.panel is not None) != (step.tally is not None):
            raise _Stopped("tally", msg("{task} is answered by a tally if and only if it is a panel."), task=node.id)
        form = self.definition.forms.get(node.form or "")
        if step.tally is not None or form is None:
            return step.answers if step.tally is None else {"blank": 0, **step.tally}
        try:
            return forms.clean(form, step.answers, strict=True)
        except InvalidAnswers as refused:
            reason = "; ".join(f"{name}: {problem.text}" for name, problem in refused.problems.items())
            raise _Stopped(
                "answers", msg("{task} does not take these answers: {reason}"), task=node.id, reason=reason
            ) from None

    def _signal(self, name: str) -> None:
        try:
            self._keep(engine.signal(self.definition, self.state, name, self.facts, now=self.now))
        except NobodyWaits:
            raise _Stopped("nobody-waits", msg("Nothing waits for {signal}."), signal=name) from None

    def _cancel(self) -> None:
        try:
            self._keep(engine.cancel(self.definition, self.state, self.facts, now=self.now))
        except NotOpen:
            raise _Stopped("not-open", msg("It has ended and cannot be withdrawn.")) from None

    def _keep(self, outcome: Outcome) -> None:
        if outcome.problems:
            reason = "; ".join(f"{problem.element or '-'}: {problem.text}" for problem in outcome.problems)
            raise _Stopped("problem", msg("The step could not be made: {reason}"), reason=reason)
        self.state = outcome.state
        self.end = outcome.end or self.end

    def _compare(self, step: Step) -> None:
        found = sorted(one.element for one in self._open())
        if step.expect_open is not None and found != sorted(step.expect_open):
            raise _Stopped(
                "open",
                msg("Open are {found}, not {expected}."),
                found=", ".join(found) or "-",
                expected=", ".join(sorted(step.expect_open)) or "-",
            )
        stages = sorted({self.definition.graph.nodes[element].stage or "" for element in found})
        if step.expect_stages is not None and stages != sorted(step.expect_stages):
            raise _Stopped(
                "stage",
                msg("The stage is {found}, not {expected}."),
                found=", ".join(stages) or "-",
                expected=", ".join(step.expect_stages),
            )

    def _open(self) -> tuple[OpenTask, ...]:
        return engine.open_tasks(self.definition, self.state)
