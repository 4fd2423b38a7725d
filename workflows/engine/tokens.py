"""The saved state: the tokens that are alive and the results, never history, never the diagram.

JSON: `{"format": 1, "definition": name, "done": bool, "results": {...}, "tokens": [...]}`.
A token is `{"at": element}` and

- `id` of an open task: 32 hex digits, the same while it is open;
- `via` at a join: the element it came from;
- `due` of timers by id: when each rings next (timers.py);
- `inside` a running sub-process or call activity: its tokens.

An activity and the events that listen at it are one entry, `{"ring": [activity, event, ...]}`.
"""

from typing import Any

import orjson
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from workflows.definition.elements.joins import ACTIVE
from workflows.engine.path import Path
from workflows.engine.planting import plant
from workflows.engine.results import read_again
from workflows.engine.script import Script
from workflows.errors import CannotGoOn, StateError
from workflows.feel import FeelError

FORMAT = 1


def load(state: bytes, script: Script) -> Path:
    """Return the path a state describes; raises StateError for another format, another definition, or damage."""
    saved = _decoded(state)
    _check(saved, script.definition.name)
    path = Path(script.definition, script)
    path.completed = saved["done"]
    try:
        script.results = read_again(script.definition, saved["results"])
        plant(path, saved["tokens"])
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError, FeelError, CannotGoOn) as error:
        raise StateError(f"the state is damaged: {error!r}") from error
    return path


def dump(path: Path) -> bytes:
    """Return the state of a path at rest."""
    script = path.script_engine
    tokens = [] if path.completed else _living(path.task_tree)
    saved = {
        "format": FORMAT,
        "definition": script.definition.name,
        "done": path.completed,
        "results": script.results,
        "tokens": tokens,
    }
    return orjson.dumps(saved)


def _decoded(state: bytes) -> Any:
    try:
        return orjson.loads(state)
    except orjson.JSONDecodeError as error:
        raise StateError(f"the state is not JSON: {error}") from None


def _check(saved: Any, definition: str) -> None:
    kinds = {"format": int, "definition": str, "done": bool, "results": dict, "tokens": list}
    if not isinstance(saved, dict) or saved.get("format") != FORMAT:
        raise StateError(f"the state is not of format {FORMAT}")
    if saved.keys() != kinds.keys() or not all(isinstance(saved[name], kind) for name, kind in kinds.items()):
        raise StateError("the state is damaged")
    if not all(isinstance(values, dict) for values in saved["results"].values()):
        raise StateError("the results are damaged")
    if saved["definition"] != definition:
        raise StateError(f"the state belongs to definition {saved['definition']}, not {definition}")
    if saved["done"] == bool(saved["tokens"]):
        raise StateError("the state is damaged: it must either have ended or hold tokens")


def _living(task: Any) -> list[dict[str, Any]]:
    """Tokens below a finished task, in tree order; branches that boundary events started stand on their own."""
    found = []
    for child in task.children:
        if isinstance(child.task_spec, BoundaryEventJoin | _EndJoin):
            continue
        if child.has_state(ACTIVE):
            found.append(_token(child))
        elif isinstance(child.task_spec, BoundaryEventSplit):
            found += _ring(child)
        elif child.has_state(TaskState.FINISHED_MASK):
            found += _living(child)
    return found


def _ring(split: Any) -> list[dict[str, Any]]:
    alive = [_token(kid) for kid in split.children if kid.has_state(ACTIVE)]
    branches = [token for kid in split.children if not kid.has_state(ACTIVE) for token in _living(kid)]
    return ([{"ring": alive}] if alive else []) + branches


def _token(task: Any) -> dict[str, Any]:
    if task.data:
        raise AssertionError(f"{task.task_spec.name} put values into task data: they belong to the results")
    made: dict[str, Any] = {"at": task.task_spec.name}
    if task.task_spec.manual:
        made["id"] = task.id.hex
    for name in ("via", "due"):
        if memory := task.internal_data.get(name):
            made[name] = memory
    if isinstance(task.task_spec, SubWorkflowTask):
        made["inside"] = _living(task.workflow.top_workflow.subprocesses[task.id].task_tree)
    return made
