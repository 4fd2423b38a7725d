"""End an absence before its time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.errors import Conflict, NotFound, Reason
from service.models import Absence, Person
from workflows.errors import msg

_ENDED = Reason("ended", msg("This leave has already been ended."))


def end_absence(session: Session, actor: Actor | None, absence_id: UUID, *, now: datetime) -> Absence:
    """The person is back, or does not go. Raises NotFound (also to whom it does not concern) or Conflict (ended)."""
    query = select(Absence).where(Absence.id == absence_id).with_for_update(key_share=True)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None or (actor is not None and permissions.why_not_excuse(actor, row.person_id)):
        raise NotFound(str(absence_id))
    if row.ended_at is not None:
        who = session.get(Person, row.ended_by_id) if row.ended_by_id else None
        raise Conflict(_ENDED, who=who.name if who else None, at=row.ended_at)
    row.ended_at, row.ended_by_id = now, actor.id if actor else None
    session.flush()
    detail = {"absence": str(row.id), "from": row.valid_from.isoformat()}
    detail |= {"to": row.valid_to.isoformat() if row.valid_to else ""}
    events.note_on(session, f"person/{row.person_id}", "absence_ended", detail, actor=actor, at=now)
    return row
