"""What becomes of the roles in a unit that closes: taken along into its successor, or taken over by its people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import rows
from service.actors import Actor
from service.clock import local_date
from service.commands.catalogue_keeping import refuse
from service.commands.grant_role import grant_role
from service.commands.revoke_grant import revoke_grant
from service.models import Person, Role, RoleGrant, Unit
from workflows.errors import msg

_ROLES = (Role.UNIT_CLERK, Role.UNIT_HEAD)


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that ends with its last day, and the one that succeeds it."""

    unit: Unit
    successor: Unit
    last_day: date
    basis: str

    @property
    def next_day(self) -> date:
        """The first day of the new order."""
        return self.last_day + timedelta(days=1)


def take_along(session: Session, actor: Actor | None, change: Change, *, now: datetime) -> None:
    """Whoever is clerk or head of the unit is so in the successor too, from the next day on; here nothing ends."""
    for grant in grants_in(session, change.unit.id, change.next_day):
        _grant(session, actor, grant, change.successor, change, now=now)


def hand_over(session: Session, actor: Actor | None, change: Change, *, now: datetime) -> None:
    """The successor's clerks and heads act in the unit from the next day on; its own people's roles end with it.

    Raises InvalidAnswers when the successor lacks a clerk or a head: its dossiers would stand still.
    """
    theirs = grants_in(session, change.successor.id, change.next_day)
    if {grant.role for grant in theirs} != set(_ROLES):
        refuse("roles", "nobody", msg("The successor has no clerk or no head of its own. Name them first."))
    own = grants_in(session, change.unit.id, change.next_day)
    for grant in theirs:
        _grant(session, actor, grant, change.unit, change, now=now)
    staying = {(grant.person_id, grant.role) for grant in theirs}
    for grant in own:
        if (grant.person_id, grant.role) not in staying:
            _end(session, actor, grant, change, now=now)


def grants_in(session: Session, unit_id: UUID, day: date) -> list[RoleGrant]:
    """The clerks' and heads' own roles in a unit on this day or later, of people who are still here."""
    lasting = (
        select(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.scope_id == unit_id,
            RoleGrant.role.in_(_ROLES),
            RoleGrant.ended_at.is_(None),
            RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day),
            Person.left_at.is_(None),
        )
    )
    return list(session.scalars(lasting.order_by(RoleGrant.person_id, RoleGrant.id)))


def _grant(
    session: Session, actor: Actor | None, like: RoleGrant, where: Unit, change: Change, *, now: datetime
) -> None:
    """The same role elsewhere, for as long as it still lasts; not twice."""
    there = grants_in(session, where.id, change.next_day)
    if any((one.person_id, one.role) == (like.person_id, like.role) for one in there):
        return
    dates: dict[str, Any] = {"valid_from": max(change.next_day, like.valid_from), "valid_to": like.valid_to}
    grant_role(session, actor, like.person_id, like.role, where.id, basis=change.basis, **dates, now=now)


def _end(session: Session, actor: Actor | None, grant: RoleGrant, change: Change, *, now: datetime) -> None:
    """End the role with the unit's last day: until then a like one stands for it."""
    if change.last_day >= max(local_date(now), grant.valid_from):
        dates: dict[str, Any] = {"valid_from": grant.valid_from, "valid_to": change.last_day}
        grant_role(session, actor, grant.person_id, grant.role, grant.scope_id, basis=grant.basis, **dates, now=now)
    revoke_grant(session, actor, grant.id, reason=change.basis, now=now)
    rows.save(session)  # two holders may have had tasks of one dossier
