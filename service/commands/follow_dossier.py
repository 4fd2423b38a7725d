"""Following a dossier: being told of everything that happens on it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.errors import NotFound
from service.ids import new_id
from service.models import Dossier, Following


def follow_dossier(session: Session, actor: Actor, code: str, *, now: datetime) -> None:
    """Tell the actor of the dossier from now on; following twice changes nothing. Raises NotFound."""
    dossier_id = session.scalar(select(Dossier.id).where(Dossier.code == code, permissions.visible_to(actor)))
    if dossier_id is None:
        raise NotFound(code)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"id": new_id(), "dossier_id": dossier_id, "person_id": actor.id, "since": now}
    session.connection().execute(dialect.insert(Following).values(row).on_conflict_do_nothing())
