"""How rows of the house are told to other systems; made by hand, for lists are read all day."""

from collections.abc import Sequence
from typing import Any

from service.commands.completing import Completed
from service.models import Comment, Dossier, Incident
from service.queries.api_dossiers import GivenAnswer
from service.queries.api_forms import TaskForm
from service.queries.api_processes import PublishedProcess
from service.queries.api_tasks import TaskRow
from service.queries.documents import Document
from service.queries.dossier import Opened
from service.queries.dossiers import Line
from service.queries.history import Act
from service.queries.waiting import Waiting
from service.web.words import trouble

Told = dict[str, Any]


def task(row: TaskRow) -> Told:
    """A task by Camunda 7's names."""
    return {
        "id": row.id,
        "name": row.name,
        "assignee": row.assignee,
        "created": row.created,
        "due": row.due,
        "taskDefinitionKey": row.element,
        "processInstanceId": row.dossier_id,
        "processDefinitionId": f"{row.process}:{row.version}:{row.version_id}",
        "processDefinitionKey": row.process,
        "businessKey": row.code,
        "candidateGroup": f"{row.role}:{row.scope.lower()}" if row.role and row.scope else None,
        "formKey": row.form,
        "suspended": row.status == "suspended",
        "claimed": row.claimed,
        "closed": row.closed,
        "ballot": row.panel,
        "nominee": row.nominee,
        "award": row.award,
        "awardName": row.award_name,
        "unit": row.unit,
        "unitName": row.unit_name,
    }


def form(found: TaskForm) -> Told:
    """What a task asks."""
    choices = {
        name: [{"value": one.value, "title": one.title} for one in options] for name, options in found.choices.items()
    }
    return {
        "key": found.key,
        "version": found.version,
        "schema": dict(found.schema),
        "choices": choices,
        "values": dict(found.typed),
    }


def moved(dossier: Dossier, incident: Incident | None) -> Told:
    """Where a dossier now stands."""
    return {
        "businessKey": dossier.code,
        "status": str(dossier.status),
        "stage": dossier.stage,
        "incident": why(incident) if incident else None,
    }


def why(incident: Incident) -> str:
    """Why a dossier could not move on."""
    return trouble(incident)


def opened(completed: Completed, *, sent_on: bool) -> Told:
    """A dossier just opened, with the task that is now to be done unless it has been."""
    task_id = None if sent_on and completed.incident is None else completed.item.id
    return {"id": completed.dossier.id, **moved(completed.dossier, completed.incident), "task": task_id}


def line(row: Line) -> Told:
    """A dossier in a list."""
    return {
        "id": row.id,
        "businessKey": row.code,
        "status": row.status,
        "stage": row.stage,
        "stageName": row.place,
        "nominee": row.nominee,
        "award": row.award_code,
        "awardName": row.award,
        "unit": row.unit_code,
        "unitName": row.unit,
        "created": row.opened_at,
        "due": row.due_on,
        "returns": row.returns,
        "incidents": row.incidents_open,
    }


def dossier(found: Opened, answers: Sequence[GivenAnswer]) -> Told:
    """A dossier with its open tasks and what was answered."""
    row, about = found.dossier, found.about
    return {
        **_head(found),
        "nomineeKind": row.nominee.kind,
        "cluster": about.cluster,
        "law": about.law,
        "letter": about.letter,
        "submitted": row.submitted_at,
        "accepted": row.accepted_on,
        "ended": row.ended_at,
        "processDefinitionId": f"{about.process}:{about.version}:{row.version_id}",
        "tasks": [_open(one) for one in found.waiting],
        "answers": [_given(one) for one in answers],
        "mayWithdraw": found.can_withdraw,
    }


def act(found: Act) -> Told:
    """One act of a history."""
    return {
        "number": found.number,
        "kind": found.kind,
        "time": found.at,
        "person": found.person,
        "actingFor": found.acting_for,
        "title": found.title,
        "outcome": found.outcome,
        "changes": [{"title": one.title, "before": one.before, "after": one.after} for one in found.changes],
        "facts": dict(found.facts),
        "tally": dict(found.tally) if found.tally else None,
        "ledTo": list(found.led_to),
        "hash": found.hash,
    }


def attachment(found: Document) -> Told:
    """A file of a dossier."""
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "mediaType": found.media_type,
        "size": found.size,
        "sha256": found.sha256,
        "time": found.added_at,
        "addedBy": found.added_by,
    }


def comment(found: Comment, username: str) -> Told:
    """Something said."""
    return {"id": found.id, "userId": username, "time": found.written_at, "message": found.text}


def process(found: PublishedProcess) -> Told:
    """A published process."""
    return {
        "id": process_id(found),
        "key": found.key,
        "name": found.name,
        "version": found.version,
        "resource": found.resource,
        "sha256": found.sha256,
        "published": found.published,
    }


def process_id(found: PublishedProcess) -> str:
    """A version of a process, as Camunda writes it."""
    return f"{found.key}:{found.version}:{found.version_id}"


def _head(found: Opened) -> Told:
    row, about, award = found.dossier, found.about, found.dossier.award_kind
    return {
        "id": row.id,
        "businessKey": row.code,
        "status": row.status,
        "stage": row.stage,
        "stageName": found.place,
        "nominee": row.nominee.name,
        "award": award.code,
        "awardName": award.name,
        "unit": about.unit_code,
        "unitName": about.unit,
        "created": row.created_at,
        "due": found.due_on,
        "returns": row.returns,
        "incidents": row.incidents_open,
    }


def _open(one: Waiting) -> Told:
    return {
        "id": one.item.id,
        "name": one.item.title,
        "taskDefinitionKey": one.item.element,
        "due": one.item.due_on,
        "assignee": one.doer,
        "mine": one.mine,
        "voted": one.voted,
        "members": one.members,
    }


def _given(one: GivenAnswer) -> Told:
    return {"taskDefinitionKey": one.element, "userId": one.person, "time": one.at, "values": dict(one.values)}
