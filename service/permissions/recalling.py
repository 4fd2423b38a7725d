"""Taking back one's own last step: possible until somebody has acted on what it opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import Reason
from service.events import dossier_stream
from service.models import Dossier, Event, Exclusion, Person, WorkItem
from service.permissions.rules import standing, unfit
from workflows.errors import msg

SILENT = frozenset({"commented", "asked", "answered", "task_reminded", "task_overdue"})
"""Events that change nothing about the tasks a step opened."""
TOO_LATE = "too_late_to_recall"
_BALLOT = Reason("ballot", msg("A ballot cannot be taken back."))
_NOT_DONE = Reason("not_done", msg("This task has not been completed."))
_NOT_YOURS = Reason("not_yours", msg("Only the person who completed the task takes it back."))
_GONE_ON = Reason(TOO_LATE, msg("The dossier has gone on since: the task can no longer be taken back."))
_RANG = Reason(TOO_LATE, msg("A deadline on the diagram has passed: the task can no longer be taken back."))
_TAKEN_UP = msg("{name} has taken up what came next: the task can no longer be taken back.")


@dataclass(frozen=True, slots=True)
class Since:
    """The first thing that happened after a step and counts: who did it (nobody: a deadline), and when."""

    who: str | None
    at: datetime


_LATER = (
    select(Person.name, Event.at)
    .outerjoin(Person, Person.id == Event.actor_id)
    .where(Event.stream == bindparam("stream"), Event.number > bindparam("number"), Event.kind.not_in(SILENT))
    .order_by(Event.number)
    .limit(1)
)


def why_not_recall(
    session: Session, actor: Actor, item: WorkItem, exclusions: Collection[Exclusion], *, now: datetime
) -> Reason | None:
    """Why the actor may not take back a task they completed, or None; `item.dossier` is loaded."""
    return _why_not_theirs(actor, item, exclusions) or _why_too_late(session, item, now)


def last_step_of(dossier: Dossier) -> UUID | None:
    """The work item whose completion was the dossier's last step, when that could be taken back."""
    return UUID(dossier.before["item"]) if dossier.before else None


def happened_since(session: Session, dossier: Dossier, number: int) -> Since | None:
    """What happened after the event of this number and counts."""
    found = session.execute(_LATER, {"stream": dossier_stream(dossier.id), "number": number}).one_or_none()
    return Since(found.name, found.at) if found else None


def _why_not_theirs(actor: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Reason | None:
    if item.panel:
        return _BALLOT
    if item.closed_at is None:
        return _NOT_DONE
    if item.closed_by_id != actor.id:
        return _NOT_YOURS
    return standing(item.dossier) or unfit(actor, item, exclusions)


def _why_too_late(session: Session, item: WorkItem, now: datetime) -> Reason | None:
    dossier = item.dossier
    if dossier.before is None or last_step_of(dossier) != item.id:
        return _GONE_ON
    if any(moment is not None and moment <= now for moment in (dossier.wake_at, _woke_at(dossier.before))):
        return _RANG
    later = happened_since(session, dossier, dossier.before["number"])
    if later is None:
        return None
    return Reason(TOO_LATE, _TAKEN_UP, {"name": later.who}) if later.who else _GONE_ON


def _woke_at(before: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(before["wake_at"]) if before["wake_at"] else None
