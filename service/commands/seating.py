"""Who sits on a council, and from when on."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import CouncilMembership


def sitting_from(session: Session, council_id: UUID, day: date) -> list[CouncilMembership]:
    """The memberships that hold on this day or begin later, in the order of the seats."""
    lasting = select(CouncilMembership).where(
        CouncilMembership.council_id == council_id,
        CouncilMembership.ended_at.is_(None),
        CouncilMembership.valid_to.is_(None) | (CouncilMembership.valid_to >= day),
    )
    return list(session.scalars(lasting.order_by(CouncilMembership.position)))


def sits_elsewhere(session: Session, person_id: UUID, day: date) -> bool:
    """Whether the person sits on any council on this day or later."""
    lasting = select(CouncilMembership.id).where(
        CouncilMembership.person_id == person_id,
        CouncilMembership.ended_at.is_(None),
        CouncilMembership.valid_to.is_(None) | (CouncilMembership.valid_to >= day),
    )
    return session.scalar(lasting.limit(1)) is not None
