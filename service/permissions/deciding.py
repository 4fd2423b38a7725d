"""Who decides whether somebody is honoured: by a role, held or lent, by a seat in the council, or by an open ballot."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.errors import Reason
from service.models import CouncilMembership, Delegation, Role, RoleGrant, WorkItem
from workflows.errors import msg

DECIDING = frozenset({Role.AGENCY_LEAD, Role.COUNCIL_MEMBER, Role.COMPETENT_AUTHORITY})
"""Roles that decide for the province: who leads the standing agency, votes, signs. All others propose and prepare."""
DECIDES = Reason(
    "decides",
    msg(
        "This person decides on awards, so no administrator changes their e-mail address or makes a password link for "
        "them. They do both themselves, or the machine's operator sets a password: vinhdanh person password."
    ),
)


def decides(session: Session, person_id: UUID, *, today: date) -> bool:
    """Whether the person decides now or will; a ballot is cast by whoever is on the roll, though the role has ended."""
    held = [_lasting(RoleGrant, RoleGrant.person_id, person_id, today).where(RoleGrant.role.in_(DECIDING))]
    held += [_lasting(Delegation, Delegation.delegate_id, person_id, today).where(Delegation.role.in_(DECIDING))]
    held += [_lasting(CouncilMembership, CouncilMembership.person_id, person_id, today)]
    ballots = select(WorkItem.id).where(WorkItem.assignee_id == person_id, WorkItem.panel, WorkItem.closed_at.is_(None))
    return bool(session.scalar(select(or_(*(one.exists() for one in [*held, ballots])))))


def _lasting(table: Any, person: Any, person_id: UUID, today: date) -> Any:
    still = table.valid_to.is_(None) | (table.valid_to >= today)
    return select(table.id).where(person == person_id, table.ended_at.is_(None), still)
