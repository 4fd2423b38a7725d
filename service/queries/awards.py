"""The award catalogue: each award's editions, who verified them, and which dossiers follow which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotFound
from service.models import AwardKind, Dossier, Process, Status
from service.organisation import Tasks, award_form, papers_known, tasks_by_process, titles_of, typed_of
from service.queries.administering import require_administrator
from service.queries.changes import Change, changes_of
from service.queries.worded import titles_read
from workflows.forms import Form, Option


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules of an award during a time; `state` is past, now or coming, `running` counts open dossiers on them."""

    kind: AwardKind
    state: str
    running: int


@dataclass(frozen=True, slots=True)
class AwardPage:
    """One edition among all of its award, the latest first."""

    edition: Edition
    editions: tuple[Edition, ...]
    process: str | None
    tasks: Mapping[str, str]
    """Title of each task whose days the edition says."""
    changes: tuple[Change, ...]

    @property
    def is_latest(self) -> bool:
        """Whether new rules would follow this one."""
        return self.edition.kind.id == self.editions[0].kind.id


@dataclass(frozen=True, slots=True)
class Asking:
    """The form of an award's rules, its options, and what to begin with."""

    form: Form
    choices: Mapping[str, tuple[Option, ...]]
    typed: Mapping[str, Any]
    before: AwardKind | None


def awards(session: Session, actor: Actor, *, today: date) -> tuple[Edition, ...]:
    """Each award's edition of today, else its latest, in the order of the catalogue. Raises NotAllowed."""
    require_administrator(actor)
    shown: dict[str, Edition] = {}
    for edition in _editions(session, today):
        if edition.kind.code not in shown or edition.state == "now":
            shown[edition.kind.code] = edition
    return tuple(sorted(shown.values(), key=lambda one: (one.kind.position, one.kind.code)))


def award_page(session: Session, actor: Actor, kind_id: UUID, *, today: date) -> AwardPage:
    """One edition. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    kind = session.get(AwardKind, kind_id)
    if kind is None:
        raise NotFound(str(kind_id))
    editions = tuple(one for one in _editions(session, today) if one.kind.code == kind.code)
    process = session.get(Process, kind.process_key) if kind.process_key else None
    titles, read = titles_of(tasks_by_process(session), kind.process_key), titles_read(session)
    return AwardPage(
        next(one for one in editions if one.kind.id == kind.id),
        editions,
        read.get(process.name, process.name) if process else None,
        {task: read.get(title := titles.get(task, task), title) for task in kind.days},
        changes_of(session, kind.id),
    )


def asking_rules(session: Session, actor: Actor, kind_id: UUID | None = None) -> Asking:
    """The form for a new award, or for the next edition of one. Raises NotAllowed or NotFound."""
    require_administrator(actor)
    before = session.get(AwardKind, kind_id) if kind_id else None
    if kind_id and before is None:
        raise NotFound(str(kind_id))
    tasks = _read(session, tasks_by_process(session))
    papers = papers_known(session.scalars(select(AwardKind).order_by(AwardKind.position, AwardKind.id)).all())
    form = award_form(tasks, papers, new=before is None)
    return Asking(form, {"processes": _processes(session, tasks)}, typed_of(before) if before else {}, before)


def _read(session: Session, tasks: Tasks) -> Tasks:
    """The same, titled as the reader reads them."""
    read = titles_read(session)
    return {key: {task: read.get(title, title) for task, title in named.items()} for key, named in tasks.items()}


def _processes(session: Session, tasks: Tasks) -> tuple[Option, ...]:
    names, read = dict(session.execute(select(Process.key, Process.name)).all()), titles_read(session)
    return tuple(Option(key, read.get(names[key], names[key])) for key in tasks)


def _editions(session: Session, today: date) -> list[Edition]:
    """Every edition, the latest of an award first."""
    running = dict(
        session.execute(
            select(Dossier.award_kind_id, func.count())
            .where(Dossier.status != Status.ENDED)
            .group_by(Dossier.award_kind_id)
        ).all()
    )
    kinds = session.scalars(select(AwardKind).order_by(AwardKind.valid_from.desc()))
    return [Edition(kind, _state(kind, today), running.get(kind.id, 0)) for kind in kinds]


def _state(kind: AwardKind, today: date) -> str:
    if kind.valid_from > today:
        return "coming"
    return "now" if kind.valid_to is None or kind.valid_to >= today else "past"
