"""Work items for the tasks a step opened: whose they are, when they are due, and whether anybody may do them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from service import deadlines, permissions, rows
from service.clock import local_date
from service.facts import facts_of
from service.ids import new_id
from service.models import Dossier, Exclusion, Incident, Province, RollEntry, Scope, WorkItem
from workflows.definition import Definition
from workflows.errors import msg
from workflows.graph import Node
from workflows.outcome import OpenTask, Outcome

Rows = list[dict[str, Any]]

_UNDATED = msg("The task {task} has no due date: {missing} has no value. It is due in {days} working days.")
_NOBODY = msg("Nobody may do the task {task}: the role {role} has no one there who is not excluded.")

_provinces: WeakKeyDictionary[Engine, UUID] = WeakKeyDictionary()
"""The one province of each database."""


def open_items(
    session: Session,
    dossier: Dossier,
    definition: Definition,
    outcome: Outcome,
    *,
    now: datetime,
    assignee_id: UUID | None = None,
) -> Rows:
    """One row of work_item a task, for a panel one a member. The dossier's clock still stands as before the step."""
    found: Rows = []
    facts = facts_of(session, dossier, now=now)
    for task in outcome.opened:
        node = definition.graph.nodes[task.element]
        due = _due_on(dossier, node, facts, now)
        row = {
            "dossier_id": dossier.id,
            "task": task.id,
            "element": task.element,
            "title": (node.name or node.id)[:200],
            "form": node.form,
            "role": node.role,
            "scope_id": _scope_id(session, dossier, node),
            "barred_unit_id": dossier.unit_id if node.not_own_unit else None,
            "panel": node.panel is not None,
            "due_on": due,
            "remind_on": deadlines.remind_on(node, due, facts),
            "opened_at": now,
        }
        found += [{**row, "id": new_id(), "assignee_id": person} for person in _people(task, assignee_id)]
    return found


def incidents_of(
    session: Session,
    dossier: Dossier,
    definition: Definition,
    opened: Rows,
    exclusions: Collection[Exclusion],
    now: datetime,
) -> Rows:
    """What is wrong with the tasks that opened, though the step was made."""
    undated = _undated(session, dossier, definition, opened, now)
    return [*undated, *nobody_may_act(session, dossier, opened, exclusions, now)]


def nobody_may_act(
    session: Session, dossier: Dossier, opened: Rows, exclusions: Collection[Exclusion], now: datetime
) -> Rows:
    """An incident for each item that waits for a role nobody holds, or only people who must not act."""
    free = [_item(row, dossier) for row in opened if row["assignee_id"] is None]
    return unattended(session, dossier, free, exclusions, now)


def unattended(
    session: Session, dossier: Dossier, free: Collection[WorkItem], exclusions: Collection[Exclusion], now: datetime
) -> Rows:
    """The same of free items of the dossier that are there already."""
    pairs = {(item.role, item.scope_id) for item in free if item.role and item.scope_id}
    people = permissions.holders_of(session, pairs, today=local_date(now))
    return [
        {
            "dossier_id": dossier.id,
            "work_item_id": item.id,
            "rule": permissions.NOBODY,
            "element": item.element,
            "message": _NOBODY,
            "values": {"task": item.title, "role": item.role},
            "raised_at": now,
        }
        for item in free
        if dossier.status == "running" and all(permissions.why_not(person, item, exclusions) for person in people)
    ]


def write(
    session: Session, opened: Rows, incidents: Rows, outcome: Outcome, dossier_id: UUID, sitting_id: UUID | None
) -> None:
    """Insert the items, the roll of each panel, and what nobody may do."""
    rows.add(session, WorkItem, opened)
    rows.add(session, RollEntry, list(_roll(outcome.opened, dossier_id, sitting_id)))
    rows.add(session, Incident, incidents)


def _due_on(dossier: Dossier, node: Node, facts: Any, now: datetime) -> Any:
    """A task that asked for a supplement gets back the days it had left when the clock stopped."""
    if dossier.clock_left is not None and dossier.clock_element == node.id and not node.stops_clock:
        return deadlines.within(dossier.clock_left, local_date(now))
    return deadlines.due_on(node, facts, now)


def _undated(session: Session, dossier: Dossier, definition: Definition, opened: Rows, now: datetime) -> Rows:
    """An incident for each task whose `vd:due` has no value; of a vote, on the first member's item."""
    facts = facts_of(session, dossier, now=now)
    tasks = {row["task"]: row for row in reversed(opened)}.values()
    lacking = [(row, deadlines.missing(definition.graph.nodes[row["element"]], facts)) for row in tasks]
    return [
        {
            "dossier_id": dossier.id,
            "work_item_id": row["id"],
            "rule": permissions.UNDATED,
            "element": row["element"],
            "message": _UNDATED,
            "values": {"task": row["title"], "missing": missing, "days": deadlines.DEFAULT_DAYS},
            "raised_at": now,
        }
        for row, missing in lacking
        if missing
    ]


def _scope_id(session: Session, dossier: Dossier, node: Node) -> UUID | None:
    if node.scope == Scope.UNIT:
        return dossier.unit_id
    return dossier.cluster_id if node.scope == Scope.CLUSTER else _province(session)


def _province(session: Session) -> UUID | None:
    database = session.get_bind().engine
    if database not in _provinces:
        found = session.scalar(select(Province.id))
        if found is None:
            return None
        _provinces[database] = found
    return _provinces[database]


def _people(task: OpenTask, assignee_id: UUID | None) -> list[UUID | None]:
    return [assignee_id] if task.roster is None else [UUID(person) for person in task.roster]


def _item(row: dict[str, Any], dossier: Dossier) -> WorkItem:
    item = WorkItem(**row)
    set_committed_value(item, "dossier", dossier)
    return item


def _roll(opened: Iterable[OpenTask], dossier_id: UUID, sitting_id: UUID | None) -> Iterator[dict[str, Any]]:
    for task in opened:
        for person in task.roster or ():
            yield {"session_id": sitting_id, "dossier_id": dossier_id, "task": task.id, "person_id": UUID(person)}
