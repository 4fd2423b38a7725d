"""The list of dossiers: all that a reader may know of, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import AwardKind, Dossier, Nominee, Status, Unit, WorkItem
from service.permissions import visible_to
from service.queries.worded import definition_named
from service.text import fold

PAGE = 40
"""Rows of one page."""
HELD_UP = "held_up"
"""The value of the stage filter that stands for every dossier with an incident nobody has resolved."""
ANY = frozenset(Status)
"""Values of the stage filter that stand for every dossier of a status."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What the reader asked for; empty means all.

    `stage` is a status, HELD_UP, or the id of a task or end; `after` the id of the row before the page.
    """

    stage: str = ""
    unit: str = ""
    award: str = ""
    text: str = ""
    after: UUID | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.stage or self.unit or self.award or self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier of the list."""

    id: UUID
    code: str
    status: str
    stage: str
    returns: int
    incidents_open: int
    clock_stopped_on: date | None
    opened_at: datetime
    nominee: str
    award: str
    award_code: str
    unit: str
    unit_code: str
    due_on: date | None
    place: str
    """The task it stands at or the end it reached, in the diagram's words; empty when it was withdrawn."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and after which row the next one begins."""

    lines: tuple[Line, ...]
    next: UUID | None


def dossiers(session: Session, actor: Actor, sought: Sought, *, limit: int | None = None) -> Listed:
    """One page of the dossiers the actor may know of and asked for: `limit` of them, PAGE unless said otherwise."""
    most = limit or PAGE
    found = session.execute(narrowed(_rows(actor).limit(most + 1), sought)).all()
    lines = tuple(_line(session, row) for row in found[:most])
    return Listed(lines, lines[-1].id if len(found) > most else None)


def narrowed(rows: Select[*tuple[Any, ...]], sought: Sought) -> Select[*tuple[Any, ...]]:
    """The rows (dossiers with their award kind and unit) that the reader asked for."""
    if sought.stage:
        rows = rows.where(_standing(sought.stage))
    if sought.unit:
        rows = rows.where(Unit.code == sought.unit.upper())
    if sought.award:
        rows = rows.where(AwardKind.code == sought.award)
    if sought.after:
        rows = rows.where(Dossier.id < sought.after)
    words = fold(sought.text).split()[:8]
    return rows.where(*(Dossier.search.contains(word, autoescape=True) for word in words))


_DUE = select(func.min(WorkItem.due_on)).where(WorkItem.dossier_id == Dossier.id, WorkItem.closed_at.is_(None))
_SHOWN = (
    Dossier.id,
    Dossier.code,
    Dossier.status,
    Dossier.stage,
    Dossier.returns,
    Dossier.incidents_open,
    Dossier.clock_stopped_on,
    Dossier.created_at,
    Nominee.name,
    AwardKind.name,
    AwardKind.code,
    Unit.name,
    Unit.code,
    _DUE.scalar_subquery(),
    Dossier.definition,
    Dossier.version_id,
)


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    rows: Select[*tuple[Any, ...]] = select(*_SHOWN)
    return (
        rows.join(Nominee, Nominee.id == Dossier.nominee_id)
        .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(visible_to(actor))
        .order_by(Dossier.id.desc())
    )


def _standing(stage: str) -> ColumnElement[bool]:
    if stage == HELD_UP:
        return Dossier.incidents_open > literal_column("0")  # as the index of these few says it
    return (Dossier.status if stage in ANY else Dossier.stage) == stage


def _line(session: Session, row: Any) -> Line:
    *shown, _, _ = row
    node = definition_named(session, row.definition, row.version_id).graph.nodes.get(row.stage)
    return Line(*(*shown, node.name if node else ""))
