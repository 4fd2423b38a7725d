"""Enter some rows of an administrator's spreadsheet: people, or units."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands import sheet_work
from service.commands.add_person import add_person
from service.commands.add_unit import add_unit
from service.commands.grant_role import grant_role
from service.commands.import_judging import entry_of
from service.commands.scopes import find_scope
from service.errors import Reason, Refused
from service.imports import KINDS, PEOPLE, UNITS
from service.models import Unit
from workflows.errors import InvalidAnswers

Values = Mapping[str, Any]
Enter = Callable[[Session, Actor, Values, datetime], str]
"""Enters one row and answers with its user name or code. Raises Refused or InvalidAnswers."""


def import_rows(session: Session, actor: Actor | None, sheet_id: UUID, *, most: int, now: datetime) -> bool:
    """Enter at most so many rows, and say whether more are left; what has become wrong is told in `results`.

    Rows and results change together, so a row is entered once however often this is begun again. `actor` is who ordered
    it, with the seats they hold now; when they no longer run the house, the sheet stops.
    """
    keeping.take_turn(session)
    sheet = sheet_work.hold(session, sheet_id, *KINDS)
    if sheet is None or sheet.status != sheet_work.TAKING:
        return False
    if actor is None or permissions.why_not_administer(actor):
        sheet.status = sheet_work.STOPPED
        return False
    left, enter = sheet_work.left_to_take(sheet), _ENTER[sheet.kind]
    results = [{"row": row["row"], **_dealt(session, actor, row["values"], enter, now)} for row in left[:most]]
    sheet.results = [*sheet.results, *results]
    sheet.done += sum("code" in one for one in results)
    if len(left) > most:
        return True
    sheet.status = sheet_work.TAKEN
    session.flush()
    detail = {"file": sheet.file_name, "sha256": sheet.sha256, "taken": sheet.done, "rows": len(sheet.rows)}
    keeping.note(session, f"{sheet.kind}_imported", sheet, detail, actor=actor, now=now)
    return False


def _dealt(session: Session, actor: Actor, values: Values, enter: Enter, now: datetime) -> sheet_work.Result:
    """The row's code, or what has become wrong with it since it was looked through: nothing of it is kept then."""
    try:
        with events.undone_if_refused(session):
            return {"code": enter(session, actor, values, now)}
    except Refused as refused:
        return {"problem": sheet_work.kept(refused.reason)}
    except InvalidAnswers as invalid:
        first = next(iter(invalid.problems.values()))
        return {"problem": sheet_work.kept(Reason(first.rule, first.message, first.values))}


def _enter_person(session: Session, actor: Actor, row: Values, now: datetime) -> str:
    """The person, without a password, and with a role when one is named: both or, when either is refused, neither."""
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


def _enter_unit(session: Session, actor: Actor, row: Values, now: datetime) -> str:
    """The unit, in its cluster when one is named."""
    return add_unit(session, actor, row, now=now).code


def _unit(session: Session, code: str) -> UUID:
    """The unit is never deleted: whoever chose it finds it again; whether it is closed, `add_person` asks."""
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def _day(row: Values, name: str) -> date | None:
    return date.fromisoformat(row[name]) if row.get(name) else None


_ENTER: Mapping[str, Enter] = {PEOPLE: _enter_person, UNITS: _enter_unit}
