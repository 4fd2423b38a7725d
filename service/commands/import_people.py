"""Enter the people of a spreadsheet."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.add_person import add_person
from service.commands.administering import require_administrator
from service.commands.grant_role import grant_role
from service.commands.import_judging import entry_of
from service.commands.importing import find_import, take_some
from service.commands.scopes import find_scope
from service.imports import PEOPLE
from service.models import Sheet, Unit


def import_people(session: Session, actor: Actor, sheet_id: UUID, *, now: datetime) -> Sheet:
    """Enter the next good rows, each person with a role when one is named, and without a password.

    A row that has become wrong meanwhile is told in `results`. Raises NotAllowed, NotFound, or Conflict when all of it
    has been dealt with.
    """
    require_administrator(actor)
    keeping.take_turn(session)
    sheet = find_import(session, PEOPLE, sheet_id)
    return take_some(session, actor, sheet, lambda row: _enter(session, actor, row, now), now=now)


def _enter(session: Session, actor: Actor, row: Mapping[str, Any], now: datetime) -> str:
    """The person with the role: both or, when either is refused, neither."""
    entry = entry_of(row, _unit(session, row["unit"]))
    where = find_scope(session, row["role"], row.get("scope")) if "role" in row else None
    person = add_person(
        session,
        actor,
        entry.username,
        entry.name,
        unit_id=entry.unit_id,
        position=entry.position,
        gender=row.get("gender"),
        email=entry.email,
        now=now,
    )
    if where is not None:
        dates: dict[str, Any] = {"valid_from": _day(row, "valid_from"), "valid_to": _day(row, "valid_to")}
        grant_role(session, actor, person.id, row["role"], where, basis=row["basis"], **dates, now=now)
    return person.username


def _unit(session: Session, code: str) -> UUID:
    """The unit is never deleted: whoever chose it finds it again; whether it is closed, `add_person` asks."""
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(row[name]) if row.get(name) else None
