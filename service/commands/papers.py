"""Whether somebody may change the papers of a dossier."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import permissions
from service.actors import Actor
from service.commands.locking import find_dossier
from service.errors import NotAllowed
from service.models import Dossier, WorkItem


def require_papers(session: Session, actor: Actor, dossier_id: UUID) -> Dossier:
    """The dossier, locked, for somebody who may add papers to it. Raises NotFound or NotAllowed."""
    dossier = find_dossier(session, dossier_id, actor)
    open_items = (
        select(WorkItem)
        .join(WorkItem.dossier)
        .options(contains_eager(WorkItem.dossier))
        .where(WorkItem.dossier_id == dossier.id, WorkItem.closed_at.is_(None))
    )
    items = session.scalars(open_items).all()
    reason = permissions.why_not_attach(actor, dossier, items, permissions.exclusions_of(session, dossier.id))
    if reason:
        raise NotAllowed(reason)
    return dossier
