"""Everybody who may hold some roles over a stretch of days: grants, delegations and absences, read at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, tuple_, union
from sqlalchemy.orm import Session, aliased

from service.models import Absence, Delegation, Person, RoleGrant
from service.models.columns import Dated
from service.queries.holding import Away, Held

Pair = tuple[str, UUID]
"""A role and where it holds."""
_delegate, _delegator = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Rota:
    """Seats and absences that overlap the days asked for."""

    seats: tuple[Held, ...]
    away: tuple[Away, ...]


def pairs_of(session: Session, person_id: UUID, first: date) -> set[Pair]:
    """The roles a person holds from the day on, themselves or in somebody's place."""
    own = select(RoleGrant.role, RoleGrant.scope_id).where(RoleGrant.person_id == person_id)
    lent = select(Delegation.role, Delegation.scope_id).where(Delegation.delegate_id == person_id)
    both = union(own.where(_lasting(RoleGrant, first)), lent.where(_lasting(Delegation, first)))
    return {(role, scope_id) for role, scope_id in session.execute(both)}


def rota_of(session: Session, pairs: Collection[Pair], first: date, last: date) -> Rota:
    """Who may hold one of the roles on some of these days; three statements."""
    grants = session.execute(_grants(pairs, first, last)).all()
    lent = session.execute(_delegations(pairs, first, last)).all()
    seats = (*(_own(grant) for grant in grants), *_in_place(grants, lent))
    people = {seat.person_id for seat in seats}
    leaves = select(Absence).where(Absence.person_id.in_(people), _lasting(Absence, first), Absence.valid_from <= last)
    away = tuple(Away(one.person_id, one.valid_from, one.valid_to or date.max) for one in session.scalars(leaves))
    return Rota(seats, away)


def _lasting(dated: type[Dated], first: date) -> ColumnElement[bool]:
    return and_(dated.ended_at.is_(None), or_(dated.valid_to.is_(None), dated.valid_to >= first))


def _grants(pairs: Collection[Pair], first: date, last: date) -> Any:
    return (
        select(RoleGrant, Person.unit_id.label("unit"))
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            tuple_(RoleGrant.role, RoleGrant.scope_id).in_(list(pairs)),
            _lasting(RoleGrant, first),
            RoleGrant.valid_from <= last,
            Person.left_at.is_(None),
        )
    )


def _delegations(pairs: Collection[Pair], first: date, last: date) -> Any:
    return (
        select(Delegation, _delegate.unit_id.label("unit"), _delegator.unit_id.label("holder_unit"))
        .join(_delegate, _delegate.id == Delegation.delegate_id)
        .join(_delegator, _delegator.id == Delegation.delegator_id)
        .where(
            tuple_(Delegation.role, Delegation.scope_id).in_(list(pairs)),
            _lasting(Delegation, first),
            Delegation.valid_from <= last,
            _delegate.left_at.is_(None),
            _delegator.left_at.is_(None),
        )
    )


def _own(row: Any) -> Held:
    grant: RoleGrant = row[0]
    return Held(
        grant.role,
        grant.scope_id,
        grant.valid_from,
        grant.valid_to or date.max,
        grant.person_id,
        row.unit,
        frozenset({grant.id}),
    )


def _in_place(grants: Collection[Any], lent: Collection[Any]) -> Iterator[Held]:
    """A delegation lasts no longer than the delegator's own grant."""
    for row in lent:
        given: Delegation = row[0]
        for grant in (one[0] for one in grants):
            if (grant.person_id, grant.role, grant.scope_id) == (given.delegator_id, given.role, given.scope_id):
                first = max(grant.valid_from, given.valid_from)
                last = min(grant.valid_to or date.max, given.valid_to or date.max)
                if first <= last:
                    yield Held(
                        given.role,
                        given.scope_id,
                        first,
                        last,
                        given.delegate_id,
                        row.unit,
                        frozenset({grant.id, given.id}),
                        given.delegator_id,
                        row.holder_unit,
                    )
