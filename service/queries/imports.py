"""The spreadsheets that administrators sent: the list, and of each what is good and what is wrong where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from service.actors import Actor
from service.errors import NotFound
from service.imports import KINDS, columns_for
from service.models import Person, Sheet
from service.queries.administering import require_administrator
from service.queries.sheet_standing import Standing, standing_of
from service.sheets import Column, SheetProblem

_SHOWN = 50
"""How many sheets are listed, the latest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One spreadsheet that was sent."""

    id: UUID
    kind: str
    file_name: str
    status: str
    sent_at: datetime
    who: str
    good: int
    done: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: its number in the file, what its cells say by column name, and what is wrong with them."""

    row: int
    says: Mapping[str, Any]
    problems: tuple[SheetProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One spreadsheet; `bad` rows have problems, `refused` became wrong when they were taken in."""

    sheet: Sheet
    columns: tuple[Column, ...]
    good: tuple[Judged, ...]
    bad: tuple[Judged, ...]
    refused: tuple[Judged, ...]

    def used(self, rows: Iterable[Judged]) -> tuple[Column, ...]:
        """The columns in which any of these rows says something."""
        said = {name for row in rows for name, value in row.says.items() if value not in (None, "")}
        return tuple(column for column in self.columns if column.name in said)

    @property
    def standing(self) -> Standing:
        """How far it has come."""
        return standing_of(self.sheet)


def imports(session: Session, actor: Actor) -> tuple[Line, ...]:
    """The latest spreadsheets. Raises NotAllowed."""
    require_administrator(actor)
    found = (
        select(Sheet.id, Sheet.kind, Sheet.file_name, Sheet.status, Sheet.sent_at, Person.name, Sheet.good, Sheet.done)
        .join(Person, Person.id == Sheet.sent_by_id)
        .where(Sheet.kind.in_(KINDS))
        .order_by(Sheet.id.desc())
        .limit(_SHOWN)
    )
    return tuple(Line(*row) for row in session.execute(found))


def import_page(session: Session, actor: Actor, sheet_id: UUID) -> ImportPage:
    """One spreadsheet. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    sheet = _find(session, sheet_id, rows=True)
    refused = {one["row"]: one["problem"] for one in sheet.results if "problem" in one}
    good = [row for row in sheet.rows if not row["problems"]]
    return ImportPage(
        sheet,
        columns_for(session, sheet.kind),
        tuple(_judged(row) for row in good if row["row"] not in refused),
        tuple(_judged(row, *row["problems"]) for row in sheet.rows if row["problems"]),
        tuple(_judged(row, refused[row["row"]]) for row in good if row["row"] in refused),
    )


def import_standing(session: Session, actor: Actor, sheet_id: UUID) -> Standing:
    """How far a spreadsheet has come. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    return standing_of(_find(session, sheet_id))


def import_columns(session: Session, actor: Actor, kind: str) -> tuple[Column, ...]:
    """The columns of a template. Raises NotAllowed, or NotFound for a kind that there is not."""
    require_administrator(actor)
    if kind not in KINDS:
        raise NotFound(kind)
    return columns_for(session, kind)


def _find(session: Session, sheet_id: UUID, *, rows: bool = False) -> Sheet:
    wanted = select(Sheet).where(Sheet.id == sheet_id, Sheet.kind.in_(KINDS))
    sheet = session.scalar(wanted if rows else wanted.options(defer(Sheet.rows, raiseload=True)))
    if sheet is None:
        raise NotFound(str(sheet_id))
    return sheet


def _judged(row: Mapping[str, Any], *problems: Mapping[str, Any]) -> Judged:
    """A row as it is kept, what stands in its bad cells shown as it was typed."""
    told = tuple(SheetProblem(one.get("cell"), "kept", one["message"], one["values"]) for one in problems)
    return Judged(row["row"], {**row["typed"], **row["values"]}, told)
