"""The inbox: what waits for a person, as walks along the indexes of work_item, never an OR over roles."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    bindparam,
    case,
    false,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.models import AwardKind, Comment, Dossier, Nominee, Notice, Unit, WorkItem
from service.permissions import Shape
from service.queries.narrowing import Narrow, narrowed
from service.text import fold

Scan = Select[*tuple[Any, ...]]

PAGE = 20
"""Rows of one page."""
ALL = Narrow()
"""Narrowed by nothing."""
WORDS = 8
"""Words of a search that count."""
COUNTED = 1000
"""Counts go no further: more is shown as 999+."""

SEEN = 100
"""Unread notices are counted no further."""
_UNREAD = (Notice.person_id == bindparam("actor")) & Notice.read_at.is_(None)
_UNANSWERED = (Comment.asked_id == bindparam("actor")) & Comment.asked_id.is_not(None) & Comment.answered_at.is_(None)


class Filter(StrEnum):
    """The tabs of the inbox."""

    MINE = "mine"
    GROUPS = "groups"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: rows come after it. `at` is a due day, or the moment of closing in the list of the done."""

    at: date | datetime
    id: UUID

    def __str__(self) -> str:
        """The place as it stands in an address."""
        return f"{self.at.isoformat()}~{self.id}"

    @classmethod
    def read(cls, text: str, wanted: Filter | None) -> "Place | None":
        """The place an address names; None for none or for nonsense."""
        at, _, item = text.partition("~")
        try:
            return cls(_moment(at) if wanted == Filter.DONE else date.fromisoformat(at), UUID(item))
        except (ValueError, OverflowError):
            return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    id: UUID
    title: str
    due_on: date
    closed_at: datetime | None
    reminded_at: datetime | None
    free: bool
    code: str
    returns: int
    status: str
    nominee: str
    award: str
    unit: str
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, and where the next page begins."""

    rows: tuple[Row, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items each tab holds; COUNTED stands for that many or more."""

    mine: int
    groups: int
    overdue: int
    done: int
    ballots: int
    """Open ballots, which are among `mine`."""
    notices: int = 0
    """Unread ones, as far as a bell counts."""
    questions: int = 0
    """What colleagues have asked and still wait to hear."""


def inbox_page(
    session: Session,
    actor: Actor,
    wanted: Filter,
    *,
    today: date,
    text: str = "",
    narrow: Narrow = ALL,
    after: Place | None = None,
) -> Page:
    """One page of a tab, sorted by due day (the done: latest first); `text` is sought in code, nominee and unit."""
    words = fold(text).split()[:WORDS]
    values = {**permissions.values_of(actor), "today": today, **_sought(words), **narrow.values(today)}
    if after is not None:
        values |= {"at": after.at, "last": after.id}
    statement = _page(permissions.shape_of(actor), wanted, len(words), narrow.given, after is not None)
    found = session.connection().execute(statement, values).all()
    done = wanted == Filter.DONE
    rows = tuple(_row(row, done) for row in found[:PAGE])
    return Page(rows, rows[-1].place if len(found) > PAGE else None)


def count_inbox(session: Session, actor: Actor, *, today: date) -> Counts:
    """How many items wait, in one statement, none counted beyond COUNTED."""
    values = {**permissions.values_of(actor), "today": today}
    return Counts(*session.connection().execute(_counts(permissions.shape_of(actor)), values).one())


def count_view(
    session: Session, actor: Actor, wanted: Filter, *, today: date, text: str = "", narrow: Narrow = ALL
) -> int:
    """How many items a narrowed tab has, in one statement, none counted beyond COUNTED."""
    words = fold(text).split()[:WORDS]
    values = {**permissions.values_of(actor), "today": today, **_sought(words), **narrow.values(today)}
    statement = _number(permissions.shape_of(actor), wanted, len(words), narrow.given)
    found: int = session.connection().execute(statement, values).scalar_one()
    return found


@lru_cache(2048)
def _page(shape: Shape, wanted: Filter, words: int, given: frozenset[str], further: bool) -> Scan:
    """The statement of a page; everything that differs between two people of one shape is bound."""
    done = wanted == Filter.DONE
    key = WorkItem.closed_at if done else WorkItem.due_on
    scans = [_seek(scan, words, given) for scan in _scans(shape, wanted)]
    return _rows([_beyond(scan, key, further, down=done) for scan in scans], down=done)


@lru_cache(1024)
def _number(shape: Shape, wanted: Filter, words: int, given: frozenset[str]) -> Scan:
    few = _united([_seek(scan, words, given).limit(COUNTED) for scan in _scans(shape, wanted)])
    return select(literal(0)) if few is None else select(func.count()).select_from(few)


@lru_cache(1024)
def _counts(shape: Shape) -> Scan:
    """Each walk is made once: what is overdue comes first in it."""
    mine, groups = (_counted(_scans(shape, wanted), wanted) for wanted in (Filter.MINE, Filter.GROUPS))
    done = select(WorkItem.id).where(permissions.completed(shape)).limit(COUNTED).subquery()
    all_done = select(func.count()).select_from(done).scalar_subquery()
    late = mine.c.late + groups.c.late
    told = (_few(Notice.id, _UNREAD), _few(Comment.id, _UNANSWERED))
    return select(mine.c.all, groups.c.all, late, all_done, mine.c.ballots, *told).join_from(mine, groups, true())


def _few(key: Any, which: ColumnElement[bool]) -> Any:
    """How many rows of a small index, none counted beyond SEEN."""
    few = select(key).where(which).limit(SEEN).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def _scans(shape: Shape, wanted: Filter) -> list[Scan]:
    """One index walk each; no item is in two of them."""
    item = select(WorkItem.id, WorkItem.due_on, WorkItem.closed_at)
    mine, groups = permissions.assigned(shape), permissions.audiences(shape)
    if wanted == Filter.DONE:
        return [item.where(permissions.completed(shape))]
    if wanted == Filter.MINE:
        return [item.where(mine)]
    if wanted == Filter.GROUPS:
        return [item.where(group) for group in groups]
    return [item.where(one, WorkItem.due_on < bindparam("today")) for one in (mine, *groups)]


def _sought(words: list[str]) -> dict[str, str]:
    escaped = (word.replace("/", "//").replace("%", "/%").replace("_", "/_") for word in words)
    return {f"word{place}": f"%{word}%" for place, word in enumerate(escaped)}


def _seek(scan: Scan, words: int, given: frozenset[str]) -> Scan:
    """Every word must stand in the dossier's search text, and what the tab is narrowed to must fit."""
    if words:
        scan = scan.join(Dossier, Dossier.id == WorkItem.dossier_id)
        scan = scan.where(*(Dossier.search.like(bindparam(f"word{place}"), escape="/") for place in range(words)))
    return narrowed(scan, given, joined=words > 0)


def _beyond(scan: Scan, key: Any, further: bool, *, down: bool) -> Scan:
    """The first rows of a walk behind a place, and one more that tells whether there is a next page."""
    order = (key.desc(), WorkItem.id.desc()) if down else (key, WorkItem.id)
    if further:
        scan = scan.where(_behind(key, down=down))
    return scan.order_by(*order).limit(PAGE + 1)


def _behind(key: Any, *, down: bool) -> ColumnElement[bool]:
    """As one comparison of pairs the databases enter the index at the very row."""
    place = tuple_(key, WorkItem.id)
    last = tuple_(bindparam("at", type_=key.type), bindparam("last", type_=WorkItem.id.type))
    return place < last if down else place > last


def _united(scans: list[Scan]) -> Subquery | None:
    """The limited walks one after the other; each in a subquery of its own, as SQLite wants it."""
    parts = [select(scan.subquery()) for scan in scans]
    return union_all(*parts).subquery() if len(parts) > 1 else parts[0].subquery() if parts else None


_SHOWN = (
    WorkItem.id,
    WorkItem.title,
    WorkItem.due_on,
    WorkItem.closed_at,
    WorkItem.reminded_at,
    WorkItem.assignee_id.is_(None).label("free"),
    Dossier.code,
    Dossier.returns,
    Dossier.status,
    Nominee.name.label("nominee"),
    AwardKind.name.label("award"),
    Unit.name.label("unit"),
)
"""What a line of the list says."""


def _rows(scans: list[Scan], *, down: bool) -> Scan:
    few = _united(scans)
    chosen = (
        select(*_SHOWN)
        .join(Dossier, Dossier.id == WorkItem.dossier_id)
        .join(Nominee, Nominee.id == Dossier.nominee_id)
        .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
        .join(Unit, Unit.id == Dossier.unit_id)
    )
    if few is None:
        return chosen.where(WorkItem.id.is_(None))
    key = few.c.closed_at if down else few.c.due_on
    order = (key.desc(), few.c.id.desc()) if down else (key, few.c.id)
    return chosen.join(few, few.c.id == WorkItem.id).order_by(*order).limit(PAGE + 1)


def _row(row: Any, done: bool) -> Row:
    return Row(**row._mapping, place=Place(row.closed_at if done else row.due_on, row.id))


def _counted(scans: list[Scan], name: str) -> FromClause:
    """How many rows the walks have, the earliest due first, how many of those are overdue, and how many are ballots."""
    parts = [
        scan.with_only_columns(WorkItem.due_on, WorkItem.panel)
        .order_by(WorkItem.due_on, WorkItem.id)
        .limit(COUNTED)
        .subquery()
        for scan in scans
    ] or [select(WorkItem.due_on, WorkItem.panel).where(false()).subquery()]
    few = union_all(*(select(part) for part in parts)).subquery()
    late = func.sum(case((few.c.due_on < bindparam("today"), 1), else_=0))
    ballots = func.sum(case((few.c.panel, 1), else_=0))
    few_of = {"late": late, "ballots": ballots}
    sums = (func.coalesce(total, 0).label(kind) for kind, total in few_of.items())
    return select(func.count().label("all"), *sums).select_from(few).subquery(name)
