"""Take a role from a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.administering import require_administrator
from service.commands.giving_back import give_back_under
from service.errors import NotFound, Reason, Refused
from service.models import RoleGrant
from workflows.errors import msg


def revoke_grant(session: Session, actor: Actor | None, grant_id: UUID, *, reason: str, now: datetime) -> RoleGrant:
    """End a grant now; the row stays and says until when it held. What was taken under it goes back to its group."""
    grant = session.scalars(select(RoleGrant).where(RoleGrant.id == grant_id).with_for_update()).one_or_none()
    if grant is None:
        raise NotFound
    require_administrator(actor, of=grant.person_id)
    if grant.ended_at is not None:
        raise Refused(Reason("ended", msg("This role has already been taken back.")))
    grant.ended_at = now
    grant.ended_by_id = actor.id if actor else None
    session.flush()
    give_back_under(session, grant, now=now)
    detail = {"grant": str(grant.id), "role": grant.role, "scope_id": str(grant.scope_id), "reason": reason.strip()}
    events.note_on(session, f"person/{grant.person_id}", "role_revoked", detail, actor=actor, at=now)
    return grant
