"""No longer following a dossier."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.errors import NotFound
from service.models import Dossier, Following


def unfollow_dossier(session: Session, actor: Actor, code: str, *, now: datetime) -> None:  # noqa: ARG001
    """Tell the actor no longer of what does not concern them; not following changes nothing. Raises NotFound."""
    dossier_id = session.scalar(select(Dossier.id).where(Dossier.code == code, permissions.visible_to(actor)))
    if dossier_id is None:
        raise NotFound(code)
    session.execute(delete(Following).where(Following.dossier_id == dossier_id, Following.person_id == actor.id))
