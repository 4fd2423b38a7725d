"""The lists of nominees a clerk has sent: all of them in short, and one with its rows and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from service.actors import Actor
from service.errors import NotAllowed, NotFound
from service.models import AwardKind, Process, ProcessVersion, Sheet, Unit
from service.permissions import why_not_propose
from service.proposals import asked_once, proposal_form, stored_as
from service.queries.answers import Line, lines_of
from service.queries.choices import choices_for
from service.queries.sheet_standing import Standing, standing_of
from service.queries.worded import definition_named, titles_read
from service.sheets import SheetProblem
from workflows.forms import Form

_SHOWN = 30
"""How many lists are shown."""
_NOMINEES, _DROPPED = "nominees", "dropped"


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list among the others."""

    id: UUID
    file_name: str
    award: str
    unit: str
    sent_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row with what was read of it and what became of it."""

    number: int
    name: str
    values: Mapping[str, Any]
    """What it says by column name, in cells that have problems as it was typed."""
    problems: tuple[SheetProblem, ...]
    doubts: tuple[SheetProblem, ...]
    """Why it may stand twice."""
    code: str | None
    """The dossier it became."""
    sent: bool
    refusal: SheetProblem | None
    """Why it became no dossier, or why its proposal was not sent."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list with its rows."""

    sheet: Sheet
    award: str
    award_code: str
    unit: str
    standing: Standing
    facts: tuple[Line, ...]
    """What the letter says."""
    rows: tuple[RowLine, ...]

    @property
    def bad(self) -> tuple[RowLine, ...]:
        """Rows that must be mended first."""
        return tuple(row for row in self.rows if row.problems)

    @property
    def good(self) -> tuple[RowLine, ...]:
        """Rows that can become dossiers."""
        return tuple(row for row in self.rows if not row.problems)

    @property
    def doubtful(self) -> tuple[RowLine, ...]:
        """Good rows that may stand twice, as far as nothing has become of them."""
        return tuple(row for row in self.good if row.doubts and row.code is None and row.refusal is None)

    @property
    def refused(self) -> tuple[RowLine, ...]:
        """Rows that became no dossier, or whose proposal was not sent."""
        return tuple(row for row in self.good if row.refusal)

    @property
    def dossiers(self) -> tuple[RowLine, ...]:
        """Rows that became dossiers and met with no refusal."""
        return tuple(row for row in self.good if row.code and not row.refusal)


def lists_of(session: Session, actor: Actor) -> tuple[ListLine, ...]:
    """The actor's last lists of units they are a clerk of, the newest first. Raises NotAllowed for who is none."""
    if reason := why_not_propose(actor):
        raise NotAllowed(reason)
    found = session.execute(
        select(Sheet, AwardKind.name, Unit.name)
        .join(AwardKind, AwardKind.id == Sheet.award_kind_id)
        .join(Unit, Unit.id == Sheet.unit_id)
        .options(defer(Sheet.rows, raiseload=True))
        .where(Sheet.sent_by_id == actor.id, Sheet.kind == _NOMINEES, Sheet.status != _DROPPED)
        .order_by(Sheet.id.desc())
        .limit(_SHOWN)
    )
    return tuple(
        ListLine(sheet.id, sheet.file_name, award, unit, sheet.sent_at, standing_of(sheet))
        for sheet, award, unit in found
        if why_not_propose(actor, sheet.unit_id) is None
    )


def list_standing(session: Session, actor: Actor, sheet_id: UUID) -> Standing:
    """How far one's list has come. Raises NotFound, or NotAllowed for who is no clerk of its unit any more."""
    return standing_of(_own(session, actor, sheet_id, rows=False))


def list_page(session: Session, actor: Actor, sheet_id: UUID) -> ListPage:
    """One's list with its rows. Raises NotFound, or NotAllowed for who is no clerk of its unit any more."""
    sheet = _own(session, actor, sheet_id, rows=True)
    award = session.get_one(AwardKind, sheet.award_kind_id)
    form = _form(session, award)
    name, read = stored_as(form, "nominee.name") if form else "", titles_read(session)
    results = {one["row"]: one for one in sheet.results}
    return ListPage(
        sheet=sheet,
        award=award.name,
        award_code=award.code,
        unit=session.get_one(Unit, sheet.unit_id).name,
        standing=standing_of(sheet),
        facts=_facts(session, sheet, form),
        rows=tuple(_line(row, name, results.get(row["row"], {}), read) for row in sheet.rows),
    )


def _line(row: Mapping[str, Any], name: str, result: Mapping[str, Any], read: Mapping[str, str]) -> RowLine:
    values = {**row["values"], **row["typed"]}
    problem = result.get("problem")
    return RowLine(
        number=row["row"],
        name=str(values.get(name, "")),
        values=values,
        problems=tuple(_problem(one, read) for one in row["problems"]),
        doubts=tuple(_problem(one, read) for one in row.get("doubts", ())),
        code=result.get("code"),
        sent=bool(result.get("sent")),
        refusal=_problem(problem, read) if problem else None,
    )


def _problem(kept: Mapping[str, Any], read: Mapping[str, str]) -> SheetProblem:
    """As it was kept, a question called as the reader reads it."""
    values = kept["values"]
    told = values | {"title": read.get(values["title"], values["title"])} if "title" in values else values
    return SheetProblem(kept.get("cell") or kept.get("about"), "row", kept["message"], told)


def _own(session: Session, actor: Actor, sheet_id: UUID, *, rows: bool) -> Sheet:
    wanted = select(Sheet).where(
        Sheet.id == sheet_id, Sheet.kind == _NOMINEES, Sheet.sent_by_id == actor.id, Sheet.status != _DROPPED
    )
    sheet = session.scalar(wanted if rows else wanted.options(defer(Sheet.rows, raiseload=True)))
    if sheet is None:
        raise NotFound(str(sheet_id))
    if reason := why_not_propose(actor, sheet.unit_id):
        raise NotAllowed(reason)
    return sheet


def _form(session: Session, award: AwardKind) -> Form | None:
    version = session.scalar(
        select(ProcessVersion)
        .join(Process, Process.current_version_id == ProcessVersion.id)
        .where(Process.key == award.process_key)
    )
    return proposal_form(definition_named(session, version.name, version.id)) if version else None


def _facts(session: Session, sheet: Sheet, form: Form | None) -> tuple[Line, ...]:
    if form is None:
        return ()
    once = {one.name for one in form.fields if asked_once(one)}
    shared = {name: value for name, value in sheet.shared.items() if name in once}
    return lines_of(form, shared, choices_for(session, [form], today=None))
