"""The form of a task for other systems: its schema as its author wrote it, and the options the service fills in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service.actors import Actor
from service.clock import local_date
from service.errors import NotFound
from service.models import Draft, WorkItem
from service.permissions import visible_to
from service.processes import definition_of
from service.queries.choices import choices_for
from service.queries.prefilled import prefilled
from workflows.forms import Option


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What a task asks; `typed` is the caller's own draft, or what is known already."""

    key: str | None
    version: str | None
    schema: Mapping[str, Any]
    choices: Mapping[str, tuple[Option, ...]]
    typed: Mapping[str, Any]


_NOTHING = {"type": "object", "properties": {}, "additionalProperties": False}
"""What a task without a form asks."""


def form_of_task(session: Session, actor: Actor, item_id: UUID, *, now: datetime) -> TaskForm:
    """The form of a task. Raises NotFound when the actor may not know of its dossier."""
    one = select(WorkItem).join(WorkItem.dossier).options(contains_eager(WorkItem.dossier))
    item = session.scalar(one.where(WorkItem.id == item_id, visible_to(actor)))
    if item is None:
        raise NotFound(str(item_id))
    form = definition_of(session, item.dossier).forms.get(item.form or "")
    if form is None:
        return TaskForm(None, None, _NOTHING, {}, {})
    today = local_date(now)
    typed = session.scalar(select(Draft.data).where(Draft.work_item_id == item_id, Draft.person_id == actor.id))
    known = prefilled(session, form, today=today) if typed is None else typed
    return TaskForm(form.name, form.version, form.schema, choices_for(session, [form], today=today), known)
