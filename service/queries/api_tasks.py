"""Tasks for other systems: those that wait for the caller, as walks along the indexes of work_item, and single ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Subquery, bindparam, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.models import (
    AwardKind,
    Cluster,
    Dossier,
    Nominee,
    Person,
    ProcessVersion,
    Province,
    Unit,
    WorkItem,
)
from service.permissions import visible_to
from service.queries.api_walks import Conditions, Walks, walks_of

COUNTED = 10_000
"""Counts go no further."""


@dataclass(frozen=True, slots=True)
class Group:
    """Whoever holds a role in a scope, as other systems name them: `cluster_head:k2`."""

    role: str
    code: str


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """A place in a list: rows come after it. `due` is empty in a list that is sorted by creation."""

    id: UUID
    due: date | None = None


@dataclass(frozen=True, slots=True)
class SoughtTasks:
    """What the caller asked for; empty means all. `assignee` is a user name or `me`."""

    assignee: str = ""
    group: Group | None = None
    code: str = ""
    process: str = ""
    due_before: date | None = None
    by_creation: bool = False
    down: bool = False
    limit: int = 20
    after: TaskPlace | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task, open or done, with what its line says of the dossier."""

    id: UUID
    name: str
    element: str
    form: str | None
    role: str | None
    panel: bool
    created: datetime
    due: date
    claimed: datetime | None
    closed: datetime | None
    assignee: str | None
    scope: str | None
    """Code of the unit, the cluster or the province in which the role holds."""
    dossier_id: UUID
    code: str
    status: str
    events: int
    nominee: str
    award: str
    award_name: str
    unit: str
    unit_name: str
    process: str
    version: int
    version_id: UUID

    @property
    def place(self) -> TaskPlace:
        """Where the list goes on behind this row."""
        return TaskPlace(self.id, self.due)


def tasks(session: Session, actor: Actor, sought: SoughtTasks) -> tuple[Sequence[TaskRow], bool]:
    """One page of the open tasks that wait for the actor and were asked for, and whether there are more.

    With a dossier's code: every open task of that dossier, if they may know of it.
    """
    walks = walks_of(session, actor, assignee=sought.assignee, group=sought.group, code=sought.code)
    statement = (_kept_page if walks.kept else _page)(walks.conditions, _Asked.of(sought))
    found = session.connection().execute(statement, _values(walks, sought)).all()
    return [_row(row) for row in found[: sought.limit]], len(found) > sought.limit


def count_tasks(session: Session, actor: Actor, sought: SoughtTasks) -> int:
    """How many such tasks there are; COUNTED + 1 stands for more than COUNTED."""
    walks = walks_of(session, actor, assignee=sought.assignee, group=sought.group, code=sought.code)
    if not walks.conditions:
        return 0
    statement = (_kept_count if walks.kept else _count)(walks.conditions, _Asked.of(sought))
    found = session.connection().execute(statement, _values(walks, sought)).scalar_one()
    return min(int(found), COUNTED + 1)


def find_task(session: Session, actor: Actor, item_id: UUID) -> TaskRow:
    """One task, done ones too. Raises NotFound when the actor may not know of its dossier."""
    found = session.execute(_SHOWN.where(WorkItem.id == item_id, visible_to(actor))).one_or_none()
    if found is None:
        raise NotFound(str(item_id))
    return _row(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What decides the text of the statement besides the walks; everything else is bound."""

    process: bool
    due: bool
    by_creation: bool
    down: bool
    further: bool

    @classmethod
    def of(cls, sought: SoughtTasks) -> "_Asked":
        due, further = sought.due_before is not None, sought.after is not None
        return cls(bool(sought.process), due, sought.by_creation, sought.down, further)


def _its(column: Any, key: Any, row: Any) -> Any:
    """A word of a row that this one names; as joins they would keep PostgreSQL planning longer than it works."""
    return select(column).where(key == row).correlate(WorkItem, Dossier).scalar_subquery()


_UNIT = _its(Unit.code, Unit.id, Dossier.unit_id)
_SHOWN: Select[*tuple[Any, ...]] = (
    select(
        WorkItem.id,
        WorkItem.title,
        WorkItem.element,
        WorkItem.form,
        WorkItem.role,
        WorkItem.panel,
        WorkItem.opened_at,
        WorkItem.due_on,
        WorkItem.claimed_at,
        WorkItem.closed_at,
        _its(Person.username, Person.id, WorkItem.assignee_id),
        func.coalesce(
            _its(Cluster.code, Cluster.id, WorkItem.scope_id),
            _its(Province.code, Province.id, WorkItem.scope_id),
            _UNIT,
        ),
        Dossier.id,
        Dossier.code,
        Dossier.status,
        Dossier.events,
        Nominee.name,
        _its(AwardKind.code, AwardKind.id, Dossier.award_kind_id),
        _its(AwardKind.name, AwardKind.id, Dossier.award_kind_id),
        _UNIT,
        _its(Unit.name, Unit.id, Dossier.unit_id),
        _its(ProcessVersion.process_key, ProcessVersion.id, Dossier.version_id),
        _its(ProcessVersion.number, ProcessVersion.id, Dossier.version_id),
        Dossier.version_id,
    )
    .join(Dossier, Dossier.id == WorkItem.dossier_id)
    .join(Nominee, Nominee.id == Dossier.nominee_id)
)


def _row(row: Any) -> TaskRow:
    return TaskRow(*row)


def _values(walks: Walks, sought: SoughtTasks) -> Mapping[str, Any]:
    values = {**walks.values, "limit": sought.limit + 1, "process": sought.process, "due_before": sought.due_before}
    if sought.after is not None:
        values |= {"last_due": sought.after.due, "last": sought.after.id}
    return values


def _page(conditions: Conditions, asked: _Asked) -> Select[*tuple[Any, ...]]:
    """The limited walks one after the other, each in a subquery of its own as SQLite wants it, then what is shown."""
    limit: Any = bindparam("limit", type_=Integer())
    scans = [_beyond(_narrowed(condition, asked), asked).limit(limit) for condition in conditions]
    few = _united([scan.subquery() for scan in scans])
    if few is None:
        return _SHOWN.where(WorkItem.id.is_(None))
    order = [few.c.id] if asked.by_creation else [few.c.due_on, few.c.id]
    shown = _SHOWN.join(few, few.c.id == WorkItem.id)
    return shown.order_by(*(key.desc() if asked.down else key for key in order)).limit(limit)


def _count(conditions: Conditions, asked: _Asked) -> Select[*tuple[Any, ...]]:
    scans = [_narrowed(condition, asked).limit(COUNTED + 1).subquery() for condition in conditions]
    return select(func.count()).select_from(_united(scans))  # type: ignore[arg-type]


_kept_page, _kept_count = lru_cache(1024)(_page), lru_cache(1024)(_count)
"""For what is asked all day: conditions that are the same objects for everybody of one shape."""


def _narrowed(condition: ColumnElement[bool], asked: _Asked) -> Select[*tuple[Any, ...]]:
    scan: Select[*tuple[Any, ...]] = select(WorkItem.id, WorkItem.due_on).where(condition)
    if asked.due:
        scan = scan.where(WorkItem.due_on < bindparam("due_before", type_=WorkItem.due_on.type))
    if asked.process:
        versions = select(ProcessVersion.id).where(ProcessVersion.process_key == bindparam("process"))
        pinned = select(Dossier.id).where(Dossier.id == WorkItem.dossier_id, Dossier.version_id.in_(versions))
        scan = scan.where(pinned.correlate(WorkItem).exists())
    return scan


def _beyond(scan: Select[*tuple[Any, ...]], asked: _Asked) -> Select[*tuple[Any, ...]]:
    """As one comparison of pairs the databases enter the index at the very row."""
    keys: list[Any] = [WorkItem.id] if asked.by_creation else [WorkItem.due_on, WorkItem.id]
    if asked.further:
        names = ["last"] if asked.by_creation else ["last_due", "last"]
        last = tuple_(*(bindparam(name, type_=key.type) for name, key in zip(names, keys, strict=True)))
        scan = scan.where(tuple_(*keys) < last if asked.down else tuple_(*keys) > last)
    return scan.order_by(*(key.desc() if asked.down else key for key in keys))


def _united(parts: Sequence[Subquery]) -> Subquery | None:
    selects = [select(part) for part in parts]
    return union_all(*selects).subquery() if len(selects) > 1 else parts[0] if parts else None
