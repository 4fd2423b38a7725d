"""Whether the reader may take back the last step of a dossier, and which task that was."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from service.actors import Actor
from service.models import Dossier, Exclusion, WorkItem
from service.permissions import last_step_of, why_not_recall


def recallable(
    session: Session, actor: Actor, dossier: Dossier, exclusions: Collection[Exclusion], *, now: datetime
) -> WorkItem | None:
    """The task the reader completed last and may take back; for anybody else no statement is made."""
    item_id = last_step_of(dossier)
    if item_id is None or dossier.before is None or dossier.before["by"] != str(actor.id):
        return None
    item = session.get_one(WorkItem, item_id)
    set_committed_value(item, "dossier", dossier)
    return item if why_not_recall(session, actor, item, exclusions, now=now) is None else None
