"""The one door from a running diagram to the expression language, and what a step saw through it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine
from SpiffWorkflow.bpmn.specs.defaults import CallActivity

from workflows import feel
from workflows.definition import Definition
from workflows.engine.results import kept
from workflows.errors import CannotGoOn, Problem, StateError, msg
from workflows.outcome import Decision


@dataclass
class Trace:
    """What a step passed, decided and computed, in order."""

    walked: list[str] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    values: dict[str, Mapping[str, Any]] = field(default_factory=dict)


class Script(PythonScriptEngine):
    """Made for one step: its facts, its time, the results so far. Task data stays empty; results are kept here.

    `until` is the time of the step, `now` that of the timer that rings. A called process has results of its own, which
    its caller finds under the id of the call activity.
    """

    def __init__(
        self,
        definition: Definition,
        facts: Mapping[str, Any],
        now: datetime | None,
        results: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(_NoEnvironment())
        if now is not None and now.tzinfo is None:
            raise ValueError("the time of a step must know its zone")
        self.definition = definition
        self.facts = facts
        self.until = self.now = now and now.astimezone(UTC)
        self.results: dict[str, Any] = {}
        self.trace = Trace()
        for element, values in (results or {}).items():
            self._keep(self.results, element, values)

    def names(self, task: Any) -> Mapping[str, Any]:
        """What an expression at this task sees: `now`, results by element, then facts."""
        return Names(self.now, self._scope(task), self.facts)

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> Any:
        """The value of a FEEL expression at this task."""
        return feel.compile(expression).evaluate(self.names(task))

    def reading(self, task: Any, expression: str) -> tuple[Any, dict[str, Any]]:
        """The value, and the names it read with their values."""
        return feel.compile(expression).evaluate_reading(self.names(task))

    def execute(self, task: Any, script: str, external_context: object = None) -> bool:
        """Evaluate a script task, which is a FEEL context, and remember its entries."""
        value = feel.plain(self.evaluate(task, script))
        element = task.task_spec.bpmn_id
        if not isinstance(value, dict):
            message = msg("The script of {element} gives no context.")
            raise CannotGoOn(Problem("script", message, element, values={"element": element}))
        self.trace.values[element] = value
        self.remember(task, value)
        return True

    def call_service(self, task: Any, **kwargs: object) -> NoReturn:
        """Refused: services are called by the host, outside a step."""
        raise _refused(task.task_spec.bpmn_id)

    def remember(self, task: Any, values: Mapping[str, Any]) -> None:
        """Keep those of an element's values that expressions read, in place of what it had before."""
        self._keep(self._scope(task), task.task_spec.bpmn_id, values)

    def passed(self, task: Any) -> None:
        """Write down that a token passed this element and went on to the tasks below it."""
        element = task.task_spec.bpmn_id
        if element is not None:
            self.trace.walked.append(element)
            between = self.definition.flow_between
            flows = (between.get((element, _drawn_id(child))) for child in task.children)
            self.trace.walked += [flow for flow in flows if flow]

    def rang(self, task: Any) -> None:
        """Write down that a repeating timer let a token out and goes on."""
        element = task.task_spec.bpmn_id
        self.trace.walked += [element, *(flow.id for flow in self.definition.graph.outgoing[element])]

    def _keep(self, scope: dict[str, Any], element: str, values: Mapping[str, Any]) -> None:
        scope.pop(element, None)
        if found := kept(self.definition, element, values):
            scope[element] = found

    def _scope(self, task: Any) -> dict[str, Any]:
        found = self.results
        for outer in reversed(list(around(task))):
            if isinstance(outer.task_spec, CallActivity):
                found = found.setdefault(outer.task_spec.bpmn_id, {})
        if not isinstance(found, dict):
            raise StateError("the results are damaged")
        return found


class Names(Mapping[str, Any]):
    """The names in reach of an expression; facts are asked only for what is read."""

    __slots__ = ("_facts", "_now", "_results")

    def __init__(self, now: datetime | None, results: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        self._now = now
        self._results = results
        self._facts = facts

    def __getitem__(self, name: str) -> Any:
        if name == "now":
            return self._now
        return self._results[name] if name in self._results else self._facts[name]

    def __iter__(self) -> Iterator[str]:
        yield from {"now": None, **dict.fromkeys(self._results), **dict.fromkeys(self._facts)}

    def __len__(self) -> int:
        return sum(1 for _ in self)


def around(task: Any) -> Iterator[Any]:
    """The running activities that contain a task, innermost first."""
    while task.workflow.parent_task_id is not None:
        task = task.workflow.top_workflow.get_task_from_id(task.workflow.parent_task_id)
        yield task


class _NoEnvironment(BasePythonScriptEngineEnvironment):
    """What parts of the library call without a task; none of them is offered here."""

    def evaluate(self, expression: object, context: object, external_context: object = None) -> NoReturn:
        raise _refused(None)

    execute = evaluate

    def call_service(self, context: object, **kwargs: object) -> NoReturn:
        raise _refused(None)


def _refused(element: str | None) -> CannotGoOn:
    return CannotGoOn(Problem("unsupported", msg("The diagram asks for something that is not offered here."), element))


def _drawn_id(task: Any) -> str:
    return str(task.task_spec.bpmn_id or task.task_spec.name.removesuffix(".BoundaryEventSplit"))
