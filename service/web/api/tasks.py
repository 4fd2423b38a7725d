"""Tasks: which wait, one of them, what it asks."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from service.commands.versions import task_version
from service.queries.api_forms import form_of_task
from service.queries.api_tasks import COUNTED, SoughtTasks, TaskRow, count_tasks, find_task, tasks
from service.web import current
from service.web.api import showing
from service.web.api.answering import answer, page, version
from service.web.api.cursors import task_place, write_cursor
from service.web.api.describing import Noun
from service.web.api.schemas import answered
from service.web.api.schemas.asked import TaskPageSought, TasksSought, group_of
from service.web.api.schemas.examples import TASK

bp = Noun("task", "What waits for somebody. Fields bear Camunda 7's names.")


@bp.get("/task")
@bp.arguments(TaskPageSought, location="query")
@bp.call("listTasks", {200: answered.Task(many=True)}, headers=("Link", "X-Next-Cursor"), example=[TASK])
def index(asked: dict[str, Any]) -> ResponseReturnValue:
    """List the open tasks that wait for the caller.

    Those they have taken, their own ballots, and the free ones of their groups, by due day. `businessKey` shows every
    open task of one dossier; `assignee` and `candidateGroup` those of others, as far as the caller may know of them.
    """
    order = f"{asked['sort_by']} {asked['sort_order']}"
    sought = _sought(asked, order)
    with current.looking() as database:
        rows, more = tasks(database, current.actor(), sought)
    last = rows[-1].place if more else None
    return page([showing.task(row) for row in rows], write_cursor(order, last.id, last.due) if last else None)


@bp.get("/task/count")
@bp.arguments(TasksSought, location="query")
@bp.call("countTasks", {200: answered.Count}, example={"count": 17, "more": False})
def count(asked: dict[str, Any]) -> ResponseReturnValue:
    """Count the tasks that the same question would list."""
    with current.looking() as database:
        found = count_tasks(database, current.actor(), _sought(asked))
    return answer({"count": min(found, COUNTED), "more": found > COUNTED})


@bp.get("/task/<uuid:task_id>")
@bp.call("getTask", {200: answered.Task}, fails=(404,), headers=("ETag",), example=TASK)
def one(task_id: UUID) -> ResponseReturnValue:
    """Read one task, open or done, of a dossier the caller may know of."""
    with current.looking() as database:
        row = find_task(database, current.actor(), task_id)
    return answer(showing.task(row), headers=version(_version(row)))


@bp.get("/task/<uuid:task_id>/form")
@bp.call("getTaskForm", {200: answered.TaskForm}, fails=(404,))
def form(task_id: UUID) -> ResponseReturnValue:
    """Read what a task asks: a JSON Schema whose `x-ui` says how a page shows each question."""
    with current.looking() as database:
        found = form_of_task(database, current.actor(), task_id, now=current.now())
    return answer(showing.form(found))


def _version(row: TaskRow) -> str:
    return task_version(panel=row.panel, is_open=row.closed is None, status=row.status, events=row.events)


def _sought(asked: dict[str, Any], order: str = "") -> SoughtTasks:
    return SoughtTasks(
        assignee=asked["assignee"],
        group=group_of(asked["candidate_group"]),
        code=asked["business_key"],
        process=asked["process_definition_key"],
        due_before=asked["due_before"],
        by_creation=asked.get("sort_by") == "created",
        down=asked.get("sort_order") == "desc",
        limit=asked.get("max_results", 0),
        after=task_place(asked.get("cursor", ""), order),
    )
