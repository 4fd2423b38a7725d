"""Take a role from a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.clock import local_date
from service.commands.administering import find_people, require_administrator, require_still
from service.commands.giving_back import give_back_under
from service.errors import Conflict, NotFound, Reason
from service.models import Person, RoleGrant
from service.text import tidy
from workflows.errors import msg

_ENDED = Reason("ended", msg("This role has already been taken back."))


def revoke_grant(session: Session, actor: Actor | None, grant_id: UUID, *, reason: str, now: datetime) -> RoleGrant:
    """End a grant now; the row stays and says until when it held. What was taken under it goes back to its group.

    Raises NotFound, NotAllowed, or Conflict when it has been ended already.
    """
    require_administrator(actor)
    grant = _find(session, actor, grant_id, now)
    grant.ended_at = now
    grant.ended_by_id = actor.id if actor else None
    session.flush()
    tasks = give_back_under(session, grant, now=now)
    detail = {
        "grant": str(grant.id),
        "role": grant.role,
        "scope_id": str(grant.scope_id),
        "reason": tidy(reason)[:400],
        "tasks": tasks,
    }
    events.note_on(session, f"person/{grant.person_id}", "role_revoked", detail, actor=actor, at=now)
    return grant


def _find(session: Session, actor: Actor | None, grant_id: UUID, now: datetime) -> RoleGrant:
    """The grant, locked after its holder and its administrator: of two who end each other one stays."""
    holder = session.scalar(select(RoleGrant.person_id).where(RoleGrant.id == grant_id))
    if holder is None:
        raise NotFound(str(grant_id))
    require_administrator(actor, of=holder)
    find_people(session, holder, *([actor.id] if actor else []))
    require_still(session, actor, today=local_date(now))
    query = select(RoleGrant).where(RoleGrant.id == grant_id).with_for_update(key_share=True)
    grant = session.scalars(query.execution_options(populate_existing=True)).one()
    if grant.ended_at is not None:
        who = session.get(Person, grant.ended_by_id) if grant.ended_by_id else None
        raise Conflict(_ENDED, who=who.name if who else None, at=grant.ended_at)
    return grant
