"""A yardstick that sees nothing is worth nothing: faults put into the engine must fail random play."""

from datetime import datetime

import pytest
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin

from played_diagrams import PLAYED
from random_play import play
from workflows.definition.elements import timers
from workflows.definition.elements.choices import Exclusive, Inclusive
from workflows.definition.elements.joins import ParallelJoin
from workflows.definition.elements.timers import Cycle
from workflows.engine import planting, step
from workflows.engine.path import Path
from workflows.engine.script import Script


def joins_fire_at_the_first_token(patch):
    patch.setattr(ParallelJoin, "is_enough", lambda self, task, here: True)


def inclusive_joins_never_wait(patch):
    patch.setattr(Inclusive, "is_enough", lambda self, task, here: True)


def inclusive_joins_wait_for_every_flow(patch):
    patch.setattr(Inclusive, "is_enough", lambda self, task, here: len(here) == len(self._inputs))


def timers_are_forgotten_when_saved(patch):
    def recall(task, saved):
        if "via" in saved:
            task.internal_data["via"] = saved["via"]

    patch.setattr(planting, "_recall", recall)


def a_called_process_shares_the_names_of_its_caller(patch):
    patch.setattr(Script, "_scope", lambda self, task: self.results)


def answers_are_forgotten(patch):
    patch.setattr(Script, "remember", lambda self, task, values: None)


def branches_of_a_cycle_hang_under_its_timer(patch):
    def update_task(self, task):
        if self.cycle_complete(task):
            task.workflow.script_engine.rang(task)
            for output in task.task_spec.outputs:
                if not isinstance(output, BoundaryEventJoin):
                    child = task._add_child(output, TaskState.FUTURE)
                    child.triggered = True
                    output._predict(child, mask=TaskState.NOT_FINISHED_MASK)
                    output._update(child)

    patch.setattr(Cycle, "update_task", update_task)


def missed_rings_are_all_rung(patch):
    def next_after(element, memory, until):
        at, left, every = memory
        return [timers.moments.next_ring(element, datetime.fromisoformat(at), every).isoformat(), left - 1, every]

    patch.setattr(timers, "_next_after", next_after)


def timers_ring_in_any_order(patch):
    def first_due(path):
        waiting = [task for task in path.event_manager.tasks.values() if task.state == TaskState.WAITING]
        dues = [(task, due) for task in waiting if (due := step._due(task))]
        overdue = [pair for pair in dues if pair[1] <= path.script_engine.until]
        return overdue[-1] if overdue else min(dues, key=lambda pair: pair[1], default=(None, None))

    patch.setattr(step, "_first_due", first_due)


def overdue_timers_ring_after_the_answer(patch):
    taken = step.take
    patch.setattr("workflows.engine.take", lambda path, state, act, **_: taken(path, state, act, overdue_first=False))


def every_condition_holds(patch):
    patch.setattr(Exclusive, "_holds", lambda self, way, condition, task, reads: True)


def errors_are_caught_nowhere(patch):
    patch.setattr(Path, "_climb", lambda self, event: None)


FAULTS = [
    joins_fire_at_the_first_token,
    inclusive_joins_never_wait,
    inclusive_joins_wait_for_every_flow,
    timers_are_forgotten_when_saved,
    a_called_process_shares_the_names_of_its_caller,
    answers_are_forgotten,
    branches_of_a_cycle_hang_under_its_timer,
    missed_rings_are_all_rung,
    timers_ring_in_any_order,
    overdue_timers_ring_after_the_answer,
    every_condition_holds,
    errors_are_caught_nowhere,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_random_play_catches_the_fault(fault, monkeypatch):
    fault(monkeypatch)

    assert any(_fails(key, seed) for seed in range(40) for key in PLAYED)


def _fails(key, seed):
    try:
        play(key, seed)
    except Exception:
        return True
    return False
