"""Looking through the rows of an administrator's spreadsheet: what the house knows that no single cell says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service.commands import catalogue_keeping as keeping
from service.commands.entering import Entry, faults
from service.commands.scopes import find_scope
from service.errors import Reason, Refused
from service.imports import PEOPLE
from service.models import Unit
from service.sheets import Row, SheetProblem
from workflows.errors import InvalidAnswers, msg

Judged = dict[str, Any]
"""{row, values, typed, problems}: as the table of sheets keeps a row; what has problems is not taken in."""
WhyNoScope = Callable[[str, str | None], Reason | None]
"""Why a role cannot be held at the place with this code; asked once for many rows."""
_TWICE = msg("The same stands in row {row} already.")
_NO_ROLE = msg("Choose a role, or leave the cells after it empty.")
_NO_BASIS = msg("A role needs its legal basis.")
_DATES = msg("The last day lies before the first.")
_COLUMN = {"taken": "username"}
"""Where a reason is shown whose code is not the column's name."""


def judge(session: Session, kind: str, rows: Sequence[Row], today: date) -> list[Judged]:
    """Every row with what is wrong with its cells."""
    key = "username" if kind == PEOPLE else "code"
    seen: dict[str, int] = {}
    scope_of = cache(partial(_why_no_scope, session))
    judged = []
    for row in rows:
        problems = list(row.problems)
        told = {problem.cell for problem in problems}
        own = _of_person(session, row, scope_of, today) if kind == PEOPLE else _of_unit(session, row)
        found = [*_twice(row, key, seen), *own]
        problems += [one for one in found if one.cell not in told]
        judged.append(_kept(row, problems))
    return judged


def entry_of(values: Mapping[str, Any], unit_id: UUID | None = None) -> Entry:
    """The person a row describes."""
    return Entry(values["username"], values["name"], values.get("position", ""), unit_id, values.get("email"))


def _twice(row: Row, key: str, seen: dict[str, int]) -> Iterator[SheetProblem]:
    value = str(row.values.get(key, "")).casefold()
    first = seen.setdefault(value, row.number)
    if value and first != row.number:
        yield SheetProblem(row.cell(key), "twice", _TWICE, {"row": first})


def _of_person(session: Session, row: Row, scope_of: WhyNoScope, today: date) -> Iterator[SheetProblem]:
    """The unit was chosen among those there are: it is not asked for again."""
    values = row.values
    for reason in faults(session, entry_of({"username": "", "name": "", **values}), today=today):
        yield _problem(row, _COLUMN.get(reason.code, reason.code), reason)
    if "role" in values:
        yield from _of_role(row, scope_of)
    elif values.keys() & {"scope", "valid_from", "valid_to"}:
        yield SheetProblem(row.cell("role"), "no_role", _NO_ROLE)


def _of_role(row: Row, scope_of: WhyNoScope) -> Iterator[SheetProblem]:
    values = row.values
    if reason := scope_of(values["role"], values.get("scope")):
        yield _problem(row, "scope", reason)
    if not values.get("basis"):
        yield SheetProblem(row.cell("basis"), "basis", _NO_BASIS)
    if values.get("valid_from") and values.get("valid_to") and values["valid_to"] < values["valid_from"]:
        yield SheetProblem(row.cell("valid_to"), "dates", _DATES)


def _why_no_scope(session: Session, role: str, code: str | None) -> Reason | None:
    try:
        find_scope(session, role, code)
    except Refused as refused:
        return refused.reason
    return None


def _of_unit(session: Session, row: Row) -> Iterator[SheetProblem]:
    try:
        keeping.asked("unit_new", row.values)
        keeping.require_free(session, Unit, row.values["code"].upper())
    except InvalidAnswers as invalid:
        for name, problem in invalid.problems.items():
            yield SheetProblem(row.cell(name), problem.rule, problem.message, problem.values)


def _problem(row: Row, column: str, reason: Reason) -> SheetProblem:
    return SheetProblem(row.cell(column), reason.code, reason.message, reason.values)


def _kept(row: Row, problems: Sequence[SheetProblem]) -> Judged:
    told = [{"cell": one.cell, "message": one.message, "values": _plain(one.values)} for one in problems]
    return {"row": row.number, "values": dict(row.values), "typed": dict(row.typed), "problems": told}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
