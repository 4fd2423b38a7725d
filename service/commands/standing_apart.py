"""Which roles one person must not hold together or soon after each other, by grant or by delegation."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands.administering import grants_of
from service.errors import Reason, Refused
from service.models import Delegation, Role, RoleGrant
from service.permissions.people_rules import ALONE, DELEGABLE
from workflows.errors import msg

_RIVALS = (
    frozenset({Role.APPRAISER, Role.COMPETENT_AUTHORITY}),
    frozenset({Role.APPRAISER, Role.AGENCY_LEAD}),
    frozenset({Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER}),
    frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD}),
)
"""Pairs that would let one person both prepare and decide."""
COOLING = timedelta(days=30)
"""How long whoever ran the house is given no say in dossiers by those who run it.

With it, and because the operator alone makes administrators, no administrator gains a say through the role itself.
"""
_OPERATORS = Reason(
    "operators",
    msg("Only the machine's operator makes somebody a system administrator: vinhdanh person grant NAME sys_admin."),
)
_LATELY = Reason(
    "lately_administrator",
    msg(
        "This person was a system administrator within the last {days} days; "
        "until these are over only the machine's operator gives them a role with a say in dossiers."
    ),
    {"days": COOLING.days},
)


def require_compatible(session: Session, person_id: UUID, role: str, *, today: date) -> None:
    """The person, who is locked, may hold the role beside all they hold or act in from today on. Raises Refused."""
    granted = {grant.role for grant in grants_of(session, person_id, today)}
    others = (granted | _delegated_to(session, person_id, today)) - {role}
    alone = bool(others) and bool((others | {role}) & ALONE)
    if alone or any(role in pair and others & pair for pair in _RIVALS):
        values = {"role": role, "held": ", ".join(sorted(others))}
        raise Refused(Reason("roles_apart", msg('One person cannot hold "{role}" together with: {held}.'), values))


def require_operator(actor: Actor | None, role: str) -> None:
    """Administrators make no administrators: one alone would make himself a second one. Raises Refused."""
    if actor is not None and role == Role.SYS_ADMIN:
        raise Refused(_OPERATORS)


def require_cooled(session: Session, actor: Actor | None, person_id: UUID, role: str, *, now: datetime) -> None:
    """Whoever ran the house within COOLING gets a say in dossiers from its operator only. Raises Refused."""
    if actor is None or role in ALONE:
        return
    since = now - COOLING
    ran = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == Role.SYS_ADMIN,
        or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > since),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= local_date(since)),
    )
    if session.scalars(ran.limit(1)).first() is not None:
        raise Refused(_LATELY)


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
