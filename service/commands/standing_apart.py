"""Which roles one person must not hold together, by grant or by delegation."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.administering import grants_of
from service.errors import Reason, Refused
from service.models import Delegation, Role
from service.permissions.people_rules import ALONE, DELEGABLE
from workflows.errors import msg

_RIVALS = (
    frozenset({Role.APPRAISER, Role.COMPETENT_AUTHORITY}),
    frozenset({Role.APPRAISER, Role.AGENCY_LEAD}),
    frozenset({Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER}),
    frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD}),
)
"""Pairs that would let one person both prepare and decide."""


def require_compatible(session: Session, person_id: UUID, role: str, *, today: date) -> None:
    """The person, who is locked, may hold the role beside all they hold or act in from today on. Raises Refused."""
    granted = {grant.role for grant in grants_of(session, person_id, today)}
    others = (granted | _delegated_to(session, person_id, today)) - {role}
    alone = bool(others) and bool((others | {role}) & ALONE)
    if alone or any(role in pair and others & pair for pair in _RIVALS):
        values = {"role": role, "held": ", ".join(sorted(others))}
        raise Refused(Reason("roles_apart", msg('One person cannot hold "{role}" together with: {held}.'), values))


def require_delegable(role: str) -> None:
    """Who watches or runs the house, and who votes, does so in person. Raises Refused."""
    if role not in DELEGABLE:
        raise Refused(Reason("never_delegated", msg('The role "{role}" is never delegated.'), {"role": role}))


def _delegated_to(session: Session, person_id: UUID, today: date) -> set[str]:
    """A delegation counts even while its delegator has lost the role: it would revive with the next grant."""
    lasting = select(Delegation.role).where(
        Delegation.delegate_id == person_id,
        Delegation.ended_at.is_(None),
        (Delegation.valid_to.is_(None)) | (Delegation.valid_to >= today),
    )
    return set(session.scalars(lasting))
