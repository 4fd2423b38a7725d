"""Let a person act in a role."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import clock, events
from service.actors import Actor
from service.commands.administering import find_person, require_administrator
from service.commands.scopes import require_scope
from service.commands.standing_apart import require_compatible
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import RoleGrant
from workflows.errors import msg


def grant_role(
    session: Session,
    actor: Actor | None,
    person_id: UUID,
    role: str,
    scope_id: UUID,
    *,
    basis: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    now: datetime,
) -> RoleGrant:
    """Grant a role in a unit, a cluster or the province, from today unless said otherwise."""
    require_administrator(actor, of=person_id)
    person = find_person(session, person_id)
    scope = require_scope(session, role, scope_id)
    begins = valid_from or clock.local_date(now)
    if valid_to and valid_to < begins:
        raise Refused(Reason("dates", msg("The last day lies before the first.")))
    require_compatible(session, person.id, role, today=clock.local_date(now))
    grant = RoleGrant(
        id=new_id(),
        person_id=person.id,
        role=role,
        scope=scope,
        scope_id=scope_id,
        basis=basis.strip(),
        valid_from=begins,
        valid_to=valid_to,
        recorded_at=now,
        recorded_by_id=actor.id if actor else None,
    )
    session.add(grant)
    session.flush()
    events.note_on(session, f"person/{person.id}", "role_granted", _detail(grant), actor=actor, at=now)
    return grant


def _detail(grant: RoleGrant) -> dict[str, str | None]:
    return {
        "grant": str(grant.id),
        "role": grant.role,
        "scope": grant.scope,
        "scope_id": str(grant.scope_id),
        "basis": grant.basis,
        "from": grant.valid_from.isoformat(),
        "to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
