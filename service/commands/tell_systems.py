"""Telling other systems what happened on a dossier: a job for each address and message, sent after the commit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import jobs
from service.models import Dossier, Event, EventDetail, Webhook, WorkItem
from service.outside.kinds import CREATED, PREFIX, types_of

JOB = "webhook"
"""The kind of the jobs: {webhook_id, event}."""
_NUMBER = "{:08d}"


def tell_systems(session: Session, dossier: Dossier, events: Sequence[Event], *, now: datetime) -> int:
    """Leave a message for every address that wants one of these events of the dossier, and say how many.

    A message names the dossier's code, stage and tasks: no person, no answer, no choice, no text anybody wrote.
    """
    hooks = session.scalars(select(Webhook).where(Webhook.ended_at.is_(None)).order_by(Webhook.id)).all()
    if not hooks or not events:
        return 0
    messages = _messages(session, dossier, events)
    wanted = [(hook, message) for message in messages for hook in hooks if _wants(hook, message)]
    for hook, message in wanted:
        payload = {"webhook_id": str(hook.id), "event": message}
        key = f"{JOB}/{hook.id}/{message['id']}"
        jobs.enqueue(session, JOB, payload, now=now, key=key, dossier_id=dossier.id)
    return len(wanted)


def _wants(hook: Webhook, message: Mapping[str, Any]) -> bool:
    return not hook.kinds or message["type"] in hook.kinds


def _messages(session: Session, dossier: Dossier, events: Sequence[Event]) -> list[dict[str, Any]]:
    """In the order in which things happened."""
    details = _details(session, events)
    items = session.execute(
        select(WorkItem.id, WorkItem.task, WorkItem.element, WorkItem.opened_at)
        .where(WorkItem.dossier_id == dossier.id)
        .order_by(WorkItem.id)
    ).all()
    return [
        _message(dossier, event, kind, _tasks(items, event, details[event.number], kind))
        for event in events
        for kind in types_of(event.kind, details[event.number])
    ]


def _details(session: Session, events: Sequence[Event]) -> dict[int, dict[str, Any]]:
    """What each event says, without salts; an erased field has no value."""
    numbers = [event.number for event in events]
    found = session.scalars(
        select(EventDetail).where(EventDetail.stream == events[0].stream, EventDetail.number.in_(numbers))
    )
    said = {one.number: {name: field.get("value") for name, field in one.fields.items()} for one in found}
    return {number: said.get(number, {}) for number in numbers}


def _tasks(items: Sequence[Any], event: Event, detail: Mapping[str, Any], kind: str) -> list[dict[str, str]]:
    """The work items a message is about: those the event opened, or those of the task it speaks of."""
    if kind == PREFIX + CREATED:
        about = [one for one in items if one.opened_at == event.at and one.element in detail["opened"]]
    else:
        about = [one for one in items if one.task == detail.get("task")]
    return [{"id": str(one.id), "taskDefinitionKey": one.element} for one in about]


def _message(dossier: Dossier, event: Event, kind: str, tasks: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": f"{event.stream}/{event.number}/{kind.removeprefix(PREFIX)}",
        "type": kind,
        "subject": dossier.code,
        "time": event.at.isoformat().replace("+00:00", "Z"),
        "sequence": _NUMBER.format(event.number),
        "data": {"businessKey": dossier.code, "stage": dossier.stage, "status": dossier.status, "tasks": tasks},
    }
