"""Let one person act in place of another."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock, events, permissions
from service.actors import Actor
from service.commands.administering import find_people, grants_of, require_administrator, require_here
from service.commands.standing_apart import require_compatible, require_cooled, require_delegable
from service.commands.two_hands import end_handed_links, require_not_opened
from service.errors import NotAllowed, Reason, Refused
from service.ids import new_id
from service.models import Delegation, RoleGrant
from workflows.errors import msg


def delegate(
    session: Session,
    actor: Actor | None,
    grant_id: UUID,
    delegate_id: UUID,
    *,
    form: str,
    basis: str,
    valid_from: date,
    valid_to: date,
    now: datetime,
) -> Delegation:
    """Let `delegate_id` act under somebody's own grant, for a time, on a legal basis, signing KT, TUQ or TL.

    Only the holder of the grant, an administrator or the machine's operator says so. What was delegated cannot be
    passed on: a delegation is no grant. Nobody gets a role this way that they could not be granted.
    """
    today = clock.local_date(now)
    grant = _held(session, actor, grant_id, delegate_id, today)
    _require_sound(grant, delegate_id, form, basis, valid_from, valid_to)
    if valid_to < today:
        raise Refused(Reason("dates", msg("These days are over.")))
    people = find_people(session, grant.person_id, delegate_id)
    for person in people.values():
        require_here(person)
    require_compatible(session, delegate_id, grant.role, today=today)
    require_cooled(session, actor, delegate_id, grant.role, now=now)
    require_not_opened(session, actor, delegate_id, grant.role)
    row = _row(grant, delegate_id, form, basis, valid_from, valid_to)
    _require_once(session, row)
    row.recorded_at = now
    row.recorded_by_id = actor.id if actor else None
    session.add(row)
    session.flush()
    end_handed_links(session, delegate_id, grant.role, now=now)
    for person_id in sorted(people):
        events.note_on(session, f"person/{person_id}", "delegated", _detail(row), actor=actor, at=now)
    return row


def _held(session: Session, actor: Actor | None, grant_id: UUID, delegate_id: UUID, today: date) -> RoleGrant:
    """The grant, once the actor may delegate it. Raises NotAllowed, or Refused when nobody holds it."""
    grant = session.get(RoleGrant, grant_id)
    if grant is None or grant not in grants_of(session, grant.person_id, today):
        raise Refused(Reason("no_grant", msg("Only a role that is held can be delegated.")))
    if actor is not None and (refusal := permissions.why_not_delegate(actor, grant.person_id)):
        raise NotAllowed(refusal)
    if actor is None or actor.id != grant.person_id:
        require_administrator(actor, of=delegate_id)
    return grant


def _require_sound(grant: RoleGrant, delegate_id: UUID, form: str, basis: str, first: date, last: date) -> None:
    if grant.person_id == delegate_id:
        raise Refused(Reason("oneself", msg("Nobody delegates to themselves.")))
    require_delegable(grant.role)
    if form not in ("KT", "TUQ", "TL"):
        raise Refused(Reason("form", msg("A delegate signs KT, TUQ or TL.")))
    if not basis.strip():
        raise Refused(Reason("basis", msg("A delegation needs a legal basis.")))
    if last < first or first < grant.valid_from or (grant.valid_to and last > grant.valid_to):
        raise Refused(Reason("dates", msg("A delegation lasts no longer than the role it is made under.")))


def _require_once(session: Session, row: Delegation) -> None:
    """The same is not delegated to the same person twice in the same days."""
    like = select(Delegation.id).where(
        Delegation.delegator_id == row.delegator_id,
        Delegation.delegate_id == row.delegate_id,
        Delegation.role == row.role,
        Delegation.scope_id == row.scope_id,
        Delegation.ended_at.is_(None),
        Delegation.valid_from <= row.valid_to,
        Delegation.valid_to.is_(None) | (Delegation.valid_to >= row.valid_from),
    )
    if session.scalars(like).first() is not None:
        raise Refused(Reason("twice", msg("This role is delegated to that person in these days already.")))


def _row(grant: RoleGrant, delegate_id: UUID, form: str, basis: str, first: date, last: date) -> Delegation:
    return Delegation(
        id=new_id(),
        delegator_id=grant.person_id,
        delegate_id=delegate_id,
        role=grant.role,
        scope=grant.scope,
        scope_id=grant.scope_id,
        form=form,
        basis=basis.strip(),
        valid_from=first,
        valid_to=last,
    )


def _detail(row: Delegation) -> dict[str, str]:
    return {
        "delegation": str(row.id),
        "delegator": str(row.delegator_id),
        "delegate": str(row.delegate_id),
        "role": row.role,
        "scope_id": str(row.scope_id),
        "form": row.form,
        "basis": row.basis,
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat() if row.valid_to else "",
    }
