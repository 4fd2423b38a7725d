"""Who holds a role: people with the seats they may act from today."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session, aliased

from service.actors import Actor, Seat
from service.models import Absence, Delegation, Person, RoleGrant, Unit
from service.models.columns import Dated

_Holder = aliased(Person)
_HolderGrant = aliased(RoleGrant)
_SEATED = 14
"""Columns of a person with one seat."""
_TODAY: BindParameter[date] = bindparam("today")
_PAIRS: BindParameter[Any] = bindparam("pairs", expanding=True)


def actor_of(session: Session, person_id: UUID, *, today: date) -> Actor | None:
    """The person with all their seats of today; None when there is no such person or they have left."""
    rows = session.connection().execute(_ACTOR, {"person": person_id, "today": today}).all()
    return next(iter(_actors(rows)), None)


def seats_of(person: ColumnElement[UUID], *beside: Any) -> Select[*tuple[Any, ...]]:
    """The statement that reads one person (an id of one row) with today's seats, and what is asked for beside.

    To be run with `today`; `actor_in` reads its rows. Whoever looks a person up by something else, as a token, needs
    no statement before this one.
    """
    seated = _seated(RoleGrant.person_id == person, Delegation.delegate_id == person, outer=True, beside=beside)
    return seated.where(Person.id == person)  # said thrice, so that nobody but that person is looked at


def actor_in(rows: Sequence[SqlRow[Any]]) -> tuple[Actor, tuple[Any, ...]] | None:
    """The person in the rows of `seats_of`, and what was asked for beside; None when there is nobody."""
    people = _actors(rows)
    return (people[0], tuple(rows[0])[_SEATED:]) if people else None


def actors_among(session: Session, people: Collection[UUID], *, today: date) -> list[Actor]:
    """Those of several people who are still here, with all their seats of today; one statement."""
    if not people:
        return []
    return _actors(session.connection().execute(_AMONG, {"people": list(people), "today": today}).all())


def holders(session: Session, role: str, scope_id: UUID, *, today: date) -> list[Actor]:
    """Everybody who holds the role in the scope today, themselves or by delegation, with those seats only."""
    return holders_of(session, [(role, scope_id)], today=today)


def holders_of(session: Session, pairs: Collection[tuple[str, UUID]], *, today: date) -> list[Actor]:
    """Everybody who holds one of the roles in its scope today; one statement."""
    if not pairs:
        return []
    return _actors(session.connection().execute(_HOLDERS, {"pairs": list(pairs), "today": today}).all())


def away_until(session: Session, person_id: UUID, *, today: date) -> date | None:
    """The last day of an absence of this person that has begun; None when they are here."""
    return session.connection().execute(_AWAY, {"person": person_id, "today": today}).scalar()


def valid(dated: type[Dated]) -> ColumnElement[bool]:
    """The row holds on the day bound as `today`: it has begun, is not over, and nobody ended it."""
    return and_(
        dated.valid_from <= _TODAY,
        or_(dated.valid_to.is_(None), dated.valid_to >= _TODAY),
        dated.ended_at.is_(None),
    )


def _grants(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(
        RoleGrant.person_id.label("acts"),
        RoleGrant.role,
        RoleGrant.scope_id,
        RoleGrant.id.label("grant_id"),
        literal(None, Person.id.type).label("holder_id"),
        null().label("holder_name"),
        literal(None, Person.unit_id.type).label("holder_unit_id"),
        null().label("form"),
    ).where(valid(RoleGrant), condition)


def _delegations(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """A delegation gives no more than the delegator still has."""
    still = exists(
        select(_HolderGrant.id).where(
            _HolderGrant.person_id == Delegation.delegator_id,
            _HolderGrant.role == Delegation.role,
            _HolderGrant.scope_id == Delegation.scope_id,
            valid(_HolderGrant),
        )
    )
    return (
        select(
            Delegation.delegate_id,
            Delegation.role,
            Delegation.scope_id,
            Delegation.id,
            Delegation.delegator_id,
            _Holder.name,
            _Holder.unit_id,
            Delegation.form,
        )
        .join(_Holder, _Holder.id == Delegation.delegator_id)
        .where(valid(Delegation), condition, still, _Holder.left_at.is_(None))
    )


def _away(person: Any) -> Select[date | None]:
    return select(func.max(Absence.valid_to)).where(Absence.person_id == person, valid(Absence))


def _seated(
    grants: ColumnElement[bool], delegations: ColumnElement[bool], *, outer: bool, beside: Iterable[Any] = ()
) -> Select[*tuple[Any, ...]]:
    """Everybody of these seats; of one actor nobody asks at each request whether they are away."""
    seat = union_all(_grants(grants), _delegations(delegations)).subquery("seat")
    away = null() if outer else _away(Person.id).correlate(Person).scalar_subquery()
    person = (Person.id, Person.username, Person.name, Person.position, Person.unit_id, Unit.name, away)
    who = select(*person, *seat.c[1:], *beside)
    joined = who.select_from(Person).join(seat, seat.c.acts == Person.id, isouter=outer)
    return joined.outerjoin(Unit, Unit.id == Person.unit_id).where(Person.left_at.is_(None)).order_by(Person.name_order)


_PERSON: BindParameter[UUID] = bindparam("person", type_=Person.id.type)
_ACTOR = seats_of(_PERSON)
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_AMONG = _seated(RoleGrant.person_id.in_(_PEOPLE), Delegation.delegate_id.in_(_PEOPLE), outer=True).where(
    Person.id.in_(_PEOPLE)
)
_AWAY = _away(bindparam("person"))
_HOLDERS = _seated(
    tuple_(RoleGrant.role, RoleGrant.scope_id).in_(_PAIRS),
    tuple_(Delegation.role, Delegation.scope_id).in_(_PAIRS),
    outer=False,
)


def _actors(rows: Iterable[SqlRow[Any]]) -> list[Actor]:
    people: dict[UUID, tuple[Any, ...]] = {}
    seats: dict[UUID, list[Seat]] = {}
    for row in rows:
        values = tuple(row)
        people[values[0]] = values[:7]
        if values[7] is not None:
            seats.setdefault(values[0], []).append(Seat(*values[7:_SEATED]))
    return [_actor(person, seats.get(person[0], [])) for person in people.values()]


def _actor(person: tuple[Any, ...], seats: list[Seat]) -> Actor:
    person_id, username, name, position, unit_id, unit, away = person
    own_first = tuple(sorted(seats, key=lambda seat: seat.holder_id is not None))
    return Actor(person_id, username, name, position, unit_id, unit or "", own_first, away)
