"""Take a paper out of a dossier."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.papers import require_papers
from service.errors import NotAllowed, NotFound, Reason, Refused
from service.models import Attachment, Person
from workflows.errors import msg

_OF_OTHERS = Reason("not_yours", msg("A paper is taken out by whoever added it, or a colleague of the same unit."))
_REMOVED = Reason("removed", msg("This paper has already been taken out."))


def remove_document(session: Session, actor: Actor, attachment_id: UUID, *, now: datetime) -> Attachment:
    """Mark a paper as taken out; its bytes and its row stay. Raises NotFound, NotAllowed or Refused."""
    dossier_id = session.scalar(select(Attachment.dossier_id).where(Attachment.id == attachment_id))
    if dossier_id is None:
        raise NotFound
    dossier = require_papers(session, actor, dossier_id)
    attachment = session.get_one(Attachment, attachment_id, populate_existing=True)
    if attachment.removed_at is not None:
        raise Refused(_REMOVED)
    their_unit = session.scalar(select(Person.unit_id).where(Person.id == attachment.added_by_id))
    if attachment.added_by_id != actor.id and (their_unit is None or their_unit != actor.unit_id):
        raise NotAllowed(_OF_OTHERS)
    attachment.removed_at, attachment.removed_by_id = now, actor.id
    session.flush()
    detail = {"attachment": str(attachment.id), "kind": attachment.kind, "name": attachment.name}
    events.note(session, dossier, "document_removed", {**detail, "sha256": attachment.sha256}, actor=actor, at=now)
    return attachment
