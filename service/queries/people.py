"""The list of people, by given name: sought, narrowed, counted."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session, aliased

from service.actors import Actor
from service.models import Absence, Delegation, Person, Role, RoleGrant, Unit
from service.queries.administering import holds_on, require_administrator
from service.text import fold

PAGE = 40
"""Rows of one page."""
_WORDS = 8
_delegator = aliased(Person)


class State(StrEnum):
    """Whom the list shows; nothing chosen: those who have not left."""

    AWAY = "away"
    LEFT = "left"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Sought:
    """What the reader asked for; empty means all. `unit` is a code, `after` the person before the page."""

    text: str = ""
    unit: str = ""
    role: str = ""
    state: str = ""
    after: UUID | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out but those who have left."""
        return bool(self.text or self.unit or self.role or self.state)


@dataclass(frozen=True, slots=True)
class Line:
    """One person. `roles` are those of today, each with the name of the delegator it is held from."""

    id: UUID
    username: str
    name: str
    position: str
    unit: str | None
    left_at: datetime | None
    away_until: date | None
    roles: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, after whom the next one begins, and how many people there are on all pages."""

    lines: tuple[Line, ...]
    next: UUID | None
    count: int


def people(session: Session, actor: Actor, sought: Sought, *, today: date) -> Listed:
    """One page of the people sought; three statements. Raises NotAllowed to all but an administrator."""
    require_administrator(actor)
    chosen = _chosen(sought, today)
    found = session.execute(_beyond(_rows(today).where(*chosen), sought.after)).all()
    roles = _roles(session, [row.id for row in found[:PAGE]], today)
    lines = tuple(_line(row, roles.get(row.id, [])) for row in found[:PAGE])
    count = session.scalars(select(func.count(Person.id)).where(*chosen)).one()
    return Listed(lines, lines[-1].id if len(found) > PAGE else None, count)


def named(text: str) -> ColumnElement[bool]:
    """Every word stands in the name or the user name, with or without marks."""
    words = fold(text).split()[:_WORDS]
    return and_(
        true(),
        *(
            or_(Person.name_order.contains(word, autoescape=True), Person.username.contains(word, autoescape=True))
            for word in words
        ),
    )


def _chosen(sought: Sought, today: date) -> list[ColumnElement[bool]]:
    chosen = [named(sought.text)]
    if sought.unit:
        chosen.append(Person.unit_id.in_(select(Unit.id).where(Unit.code == sought.unit)))
    if sought.role:
        chosen.append(_acts_as(sought.role, today))
    if sought.state == State.AWAY:
        chosen.append(exists().where(Absence.person_id == Person.id, holds_on(Absence, today)))
    if sought.state != State.ALL:
        chosen.append(Person.left_at.is_not(None) if sought.state == State.LEFT else Person.left_at.is_(None))
    return chosen


def _acts_as(role: str, today: date) -> ColumnElement[bool]:
    own = exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == role, holds_on(RoleGrant, today))
    lent = exists().where(Delegation.delegate_id == Person.id, Delegation.role == role, holds_on(Delegation, today))
    return or_(own, lent)


def _rows(today: date) -> Select[*tuple[Any, ...]]:
    away = select(func.max(Absence.valid_to)).where(Absence.person_id == Person.id, holds_on(Absence, today))
    columns = (Person.id, Person.username, Person.name, Person.position, Unit.name, Person.left_at)
    rows = select(*columns, away.correlate(Person).scalar_subquery()).outerjoin(Unit, Unit.id == Person.unit_id)
    return rows.order_by(Person.name_order, Person.id).limit(PAGE + 1)


def _beyond(rows: Select[*tuple[Any, ...]], after: UUID | None) -> Select[*tuple[Any, ...]]:
    if after is None:
        return rows
    last = aliased(Person)
    place = select(last.name_order).where(last.id == after).scalar_subquery()
    return rows.where(or_(Person.name_order > place, and_(Person.name_order == place, Person.id > after)))


def _line(row: Any, roles: list[tuple[str, str | None]]) -> Line:
    return Line(*(*row, tuple(roles)))


def _roles(session: Session, person_ids: list[UUID], today: date) -> dict[UUID, list[tuple[str, str | None]]]:
    own = select(RoleGrant.person_id, RoleGrant.role, literal(None, Person.name.type).label("holder"))
    lent = select(Delegation.delegate_id, Delegation.role, _delegator.name)
    both = union_all(
        own.where(RoleGrant.person_id.in_(person_ids), holds_on(RoleGrant, today)),
        lent.join(_delegator, _delegator.id == Delegation.delegator_id).where(
            Delegation.delegate_id.in_(person_ids), holds_on(Delegation, today), _delegator.left_at.is_(None)
        ),
    )
    order = {role: place for place, role in enumerate(Role)}
    found: dict[UUID, list[tuple[str, str | None]]] = {}
    for person, role, holder in sorted(session.execute(both), key=lambda row: (row[2] or "", order[Role(row[1])])):
        if (role, holder) not in found.setdefault(person, []):
            found[person].append((role, holder))
    return found
