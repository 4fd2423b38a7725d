"""Gateways that choose: conditions are tried in the order of the file, and each choice is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway, InclusiveGateway

from workflows import feel
from workflows.definition.elements.joins import CountsTokens, may_still_come
from workflows.errors import CannotGoOn, Problem, msg
from workflows.outcome import Decision


@dataclass(frozen=True, slots=True)
class Way:
    """One flow out of a gateway: `target` names the library's spec, no `condition` means the default flow."""

    flow: str
    target: str
    condition: feel.Expression | None


class Chooses:
    """A gateway whose `ways` the parser fills in, in the order of the file."""

    name: str
    ways: tuple[Way, ...] = ()
    only_one = False

    def _predict_hook(self, task: Any) -> None:
        """Nothing is known of what follows before the conditions are read."""

    def _take_ways(self, task: Any) -> bool:
        reads: dict[str, Any] = {}
        taken = self._ways_that_hold(task, reads) or [way for way in self.ways if way.condition is None]
        if not taken:
            raise CannotGoOn(_no_way(self.name, reads))
        if any(way.condition for way in self.ways):
            decision = Decision(self.name, tuple(way.flow for way in taken), reads)
            task.workflow.script_engine.trace.decisions.append(decision)
        _go(task, [way.target for way in taken])
        return True

    def _ways_that_hold(self, task: Any, reads: dict[str, Any]) -> list[Way]:
        found = []
        for way in self.ways:
            if way.condition and self._holds(way, way.condition, task, reads):
                found.append(way)
                if self.only_one:
                    break
        return found

    def _holds(self, way: Way, condition: feel.Expression, task: Any, reads: dict[str, Any]) -> bool:
        names = task.workflow.script_engine.names(task)
        value, seen = condition.evaluate_reading(names)
        reads.update({name: feel.plain(found) for name, found in seen.items()})
        if value is True or value is False:
            return bool(value)
        raise CannotGoOn(_undecided(self.name, way, condition.text, seen))


class Exclusive(Chooses, ExclusiveGateway):
    """Takes the first flow whose condition holds, else the default."""

    only_one = True

    def _run_hook(self, task: Any) -> bool:
        return self._take_ways(task)


class Inclusive(Chooses, CountsTokens, InclusiveGateway):
    """Waits for every token that may still come, then takes each flow whose condition holds, else the default."""

    reached_from: Mapping[str, frozenset[str]] = {}

    def is_enough(self, task: Any, here: Mapping[str, Any]) -> bool:
        """Whether nothing else can arrive any more."""
        return not may_still_come(task, self, here)

    def _run_hook(self, task: Any) -> bool:
        return self._take_ways(task)


def _go(task: Any, targets: Sequence[str]) -> None:
    specs = task.workflow.spec.task_specs
    task._sync_children([specs[name] for name in targets], TaskState.FUTURE)
    for child in task.children:
        child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)


def _undecided(gateway: str, way: Way, text: str, seen: Mapping[str, Any]) -> Problem:
    missing = [name for name, value in seen.items() if value is None]
    if missing:
        message = msg("The condition of flow {flow} is neither true nor false, because a value is missing: {missing}.")
    else:
        message = msg("The condition of flow {flow} is neither true nor false.")
    values = {"flow": way.flow, "condition": text, "missing": ", ".join(missing), "gateway": gateway}
    remedy = msg("Enter the missing value, or correct the condition.")
    return Problem("undecided", message, gateway, remedy, values)


def _no_way(gateway: str, reads: Mapping[str, Any]) -> Problem:
    values = {"gateway": gateway, "reads": ", ".join(f"{name} = {value}" for name, value in reads.items())}
    message = msg("No condition holds at {gateway} and it has no default flow.")
    return Problem("no-way", message, gateway, msg("Mark one of its flows as the default flow."), values)
