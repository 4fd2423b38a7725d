"""What a caller has seen of a task or a dossier, compared with what it is now, under the lock of the act to come."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import permissions
from service.actors import Actor
from service.errors import NotFound, Reason, Stale
from service.models import Dossier, WorkItem
from workflows.errors import msg

_STALE = Reason("stale", msg("It has changed since it was read; read it again."))


def task_version(*, panel: bool, is_open: bool, status: str, events: int) -> str:
    """Changes with every event of the dossier; a ballot's does not: colleagues who vote change nothing about it."""
    return f"{'open' if is_open else 'closed'}-{status}" if panel else str(events)


def version_of_task(item: WorkItem) -> str:
    """The same of a row; its dossier is loaded."""
    status, events = item.dossier.status, item.dossier.events
    return task_version(panel=item.panel, is_open=item.closed_at is None, status=status, events=events)


def dossier_version(dossier: Dossier) -> str:
    """Changes with every event of the dossier."""
    return str(dossier.events)


def expect_task(session: Session, actor: Actor, item_id: UUID, fits: Callable[[str], bool]) -> None:
    """Lock the task and its dossier. Raises Stale unless the task's version fits, NotFound when nobody may tell."""
    locked = (
        select(WorkItem)
        .join(WorkItem.dossier)
        .options(contains_eager(WorkItem.dossier))
        .where(WorkItem.id == item_id)
        .with_for_update(of=(Dossier, WorkItem))
    )
    item = session.scalar(locked)
    if item is None or not permissions.can_see(session, actor, item.dossier):
        raise NotFound(str(item_id))
    if not fits(version_of_task(item)):
        raise Stale(_STALE)


def expect_dossier(session: Session, actor: Actor, dossier_id: UUID, fits: Callable[[str], bool]) -> None:
    """Lock the dossier. Raises Stale unless its version fits, NotFound when the actor may not know of it."""
    dossier = session.scalar(select(Dossier).where(Dossier.id == dossier_id).with_for_update())
    if dossier is None or not permissions.can_see(session, actor, dossier):
        raise NotFound(str(dossier_id))
    if not fits(dossier_version(dossier)):
        raise Stale(_STALE)
