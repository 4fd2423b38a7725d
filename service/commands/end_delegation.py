"""End a delegation before its time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands.giving_back import give_back_under
from service.errors import Conflict, NotFound, Reason
from service.models import Delegation, Person
from service.text import tidy
from workflows.errors import msg

_ENDED = Reason("ended", msg("This delegation has already been ended."))


def end_delegation(
    session: Session, actor: Actor | None, delegation_id: UUID, *, reason: str = "", now: datetime
) -> Delegation:
    """From now on the delegate no longer acts under it; what they had taken goes back to its group.

    Raises NotFound (also to whom it does not concern) or Conflict (ended already).
    """
    query = select(Delegation).where(Delegation.id == delegation_id).with_for_update(key_share=True)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None or (actor is not None and permissions.why_not_end_delegation(actor, row)):
        raise NotFound(str(delegation_id))
    if row.ended_at is not None:
        who = session.get(Person, row.ended_by_id) if row.ended_by_id else None
        raise Conflict(_ENDED, who=who.name if who else None, at=row.ended_at)
    row.ended_at, row.ended_by_id = now, actor.id if actor else None
    session.flush()
    detail = {
        "delegation": str(row.id),
        "delegator": str(row.delegator_id),
        "delegate": str(row.delegate_id),
        "role": row.role,
        "scope_id": str(row.scope_id),
        "reason": tidy(reason)[:400],
        "tasks": give_back_under(session, row, now=now),
    }
    for person in sorted((row.delegator_id, row.delegate_id)):
        events.note_on(session, f"person/{person}", "delegation_ended", detail, actor=actor, at=now)
    return row
