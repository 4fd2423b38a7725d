"""Whom a visitor of the demo may be: everybody who can sign in, by role."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select, union_all
from sqlalchemy.orm import Session

from service.models import Delegation, Person, Role, RoleGrant, Unit, WorkItem


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One button of the sign-in page."""

    username: str
    name: str
    position: str
    unit_name: str


def demo_people(session: Session, *, today: date) -> list[tuple[str, list[DemoPerson]]]:
    """The people by the roles on a dossier's way, each under the first they hold; first whom work awaits."""
    groups: dict[str, list[DemoPerson]] = {role: [] for role in Role}
    for person, role in _people(session, today):
        groups[role].append(person)
    return [(role, people) for role, people in groups.items() if people]


def _people(session: Session, today: date) -> Iterator[tuple[DemoPerson, str]]:
    held = union_all(
        _valid(select(RoleGrant.person_id.label("person_id"), RoleGrant.role, RoleGrant.scope_id), RoleGrant, today),
        _valid(select(Delegation.delegate_id, Delegation.role, Delegation.scope_id), Delegation, today),
    ).subquery()
    awaited = exists().where(
        WorkItem.role == held.c.role, WorkItem.scope_id == held.c.scope_id, WorkItem.closed_at.is_(None)
    )
    rows = session.execute(
        select(Person.username, Person.name, Person.position, Unit.name, held.c.role, awaited.label("awaited"))
        .join(held, held.c.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.password_hash.is_not(None), Person.left_at.is_(None))
    )
    order = {role: place for place, role in enumerate(Role)}
    seen: set[str] = set()
    for username, name, position, unit, role, _awaited in sorted(
        rows, key=lambda row: (order[Role(row.role)], not row.awaited, row.username)
    ):
        if username not in seen:
            seen.add(username)
            yield DemoPerson(username, name, position, unit or ""), role


def _valid(holding: Any, table: type[RoleGrant] | type[Delegation], today: date) -> Any:
    return holding.where(
        table.ended_at.is_(None), table.valid_from <= today, or_(table.valid_to.is_(None), table.valid_to >= today)
    )
