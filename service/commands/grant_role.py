"""Let a person act in a role."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import clock, events
from service.actors import Actor
from service.commands.administering import find_person, grants_of, require_administrator
from service.commands.scopes import require_scope
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import Role, RoleGrant
from workflows.errors import msg

# Roles that nobody holds together with any role outside their own row: who watches or runs the house has no say in it.
_APART = (
    frozenset({Role.SYS_ADMIN}),
    frozenset({Role.AUDITOR}),
    frozenset({Role.INSPECTOR}),
    frozenset({Role.PUBLISHER}),
)
# Pairs that would let one person both prepare and decide.
_RIVALS = (
    frozenset({Role.APPRAISER, Role.COMPETENT_AUTHORITY}),
    frozenset({Role.APPRAISER, Role.AGENCY_LEAD}),
    frozenset({Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER}),
    frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD}),
)


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
    _require_compatible({grant.role for grant in grants_of(session, person.id, clock.local_date(now))}, role)
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


def _require_compatible(held: set[str], role: str) -> None:
    others = held - {role}
    apart = any((others and role in alone) or others & alone for alone in _APART)
    rivals = [pair for pair in _RIVALS if role in pair and others & pair]
    if apart or rivals:
        values = {"role": role, "held": ", ".join(sorted(others))}
        raise Refused(Reason("roles_apart", msg('One person cannot hold "{role}" together with: {held}.'), values))


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
