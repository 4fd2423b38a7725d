"""Let a person act in a role."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock, events
from service.actors import Actor
from service.commands.administering import find_person, require_administrator, require_here
from service.commands.scopes import require_scope
from service.commands.standing_apart import require_compatible, require_cooled, require_operator
from service.commands.two_hands import end_handed_links, require_not_opened
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import Person, RoleGrant
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
    once: bool = False,
    now: datetime,
) -> RoleGrant:
    """Grant a role in a unit, a cluster or the province, from today unless said otherwise.

    Nobody is made a system administrator, and nobody who lately was one is given a say in dossiers, but by the
    machine's operator (`actor` empty). With `once` it is refused where the person holds it in some of these days
    already: ending one would leave the other.
    Raises NotAllowed, NotFound or Refused.
    """
    require_administrator(actor, of=person_id)
    person = find_person(session, person_id)
    scope = require_scope(session, role, scope_id)
    begins = valid_from or clock.local_date(now)
    _require_order(begins, valid_to)
    _require_fit(session, actor, person, role, now)
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
    if once:
        _require_once(session, grant)
    session.add(grant)
    session.flush()
    end_handed_links(session, person.id, role, now=now)
    events.note_on(session, f"person/{person.id}", "role_granted", _detail(grant), actor=actor, at=now)
    return grant


def _require_fit(session: Session, actor: Actor | None, person: Person, role: str, now: datetime) -> None:
    require_operator(actor, role)
    require_here(person)
    require_compatible(session, person.id, role, today=clock.local_date(now))
    require_cooled(session, actor, person.id, role, now=now)
    require_not_opened(session, actor, person.id, role)


def _require_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Refused(Reason("dates", msg("The last day lies before the first.")))


def _require_once(session: Session, grant: RoleGrant) -> None:
    like = select(RoleGrant).where(
        RoleGrant.person_id == grant.person_id,
        RoleGrant.role == grant.role,
        RoleGrant.scope_id == grant.scope_id,
        RoleGrant.ended_at.is_(None),
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= grant.valid_from),
    )
    held = [one for one in session.scalars(like) if grant.valid_to is None or one.valid_from <= grant.valid_to]
    if held:
        values = {"role": grant.role, "since": held[0].valid_from}
        raise Refused(Reason("twice", msg('The person holds the role "{role}" there in these days already.'), values))


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
