"""The people of the demo, all with one password that everybody knows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.add_person import add_person
from service.commands.delegate import delegate
from service.commands.grant_role import grant_role
from service.commands.scopes import find_scope
from service.identity import passwords
from service.models import RoleGrant, Unit

PASSWORD = "vinhdanh"  # noqa: S105 - known to everybody, and refused outside demo mode
_SINCE = date(2025, 7, 15)
"""The day on which the province's people took office."""


def enter_people(session: Session, province: Mapping[str, Any], now: datetime) -> dict[str, UUID]:
    """Enter everybody with their roles and delegations; answer with the id of each user name."""
    units = {code: unit_id for unit_id, code in session.execute(select(Unit.id, Unit.code))}
    kept = passwords.keep(PASSWORD)  # one hash for all: each would take a quarter of a second
    people = {}
    for row in province["people"]:
        person = add_person(
            session,
            None,
            row["username"],
            row["name"],
            unit_id=units[row["unit"]],
            position=row["position"],
            gender=row["gender"],
            now=now,
        )
        person.password_hash = kept
        session.flush()  # the commands below read the person anew
        people[row["username"]] = person.id
        for role in row["roles"]:
            scope_id = find_scope(session, role["role"], role["of"])
            grant_role(session, None, person.id, role["role"], scope_id, valid_from=_SINCE, now=now)
    for row in province["delegations"]:
        _delegate(session, row, people, now)
    return people


def _delegate(session: Session, row: Mapping[str, Any], people: Mapping[str, UUID], now: datetime) -> None:
    held = select(RoleGrant.id).where(RoleGrant.person_id == people[row["from"]], RoleGrant.role == row["role"])
    delegate(
        session,
        None,
        session.scalars(held).one(),
        people[row["to"]],
        form=row["form"],
        basis=row["basis"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        now=now,
    )
