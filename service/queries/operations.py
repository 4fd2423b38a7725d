"""What does not go by itself: dossiers held up, jobs that failed, and what still waits to be done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service import deadlines, jobs, permissions
from service.actors import Actor
from service.clock import local_date
from service.errors import NotAllowed
from service.models import Dossier, Incident, Status, WorkItem
from service.queries.readiness import LONGEST_WAIT

_PAGE = 50


@dataclass(frozen=True, slots=True)
class Trouble:
    """A dossier held up: by its code alone, with the task it stands at, and whether trying again can help."""

    incident: Incident
    code: str
    task: str
    status: str
    can_be_tried: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that is no longer tried, and the dossier it was about."""

    job: jobs.DeadJob
    code: str


@dataclass(frozen=True, slots=True)
class Operations:
    """The whole page; `next` is where its next page of troubles begins."""

    troubles: Sequence[Trouble]
    trouble_count: int
    next: UUID | None
    failed: Sequence[Failed]
    """The latest of them."""
    failed_count: int
    waiting_jobs: int
    untold: int
    asleep: timedelta | None
    """How long something has been due that no worker took up; empty while all is well."""
    year_without_holidays: int | None
    """Deadlines in it are counted as if only weekends were free."""


def operations(session: Session, actor: Actor, after: UUID | None = None, *, now: datetime) -> Operations:
    """What an administrator is to look after, the oldest trouble first. Raises NotAllowed."""
    if reason := permissions.why_not_administer(actor):
        raise NotAllowed(reason)
    found = _troubles(session, after)
    shown = found[:_PAGE]
    waiting = jobs.waiting(session, now)
    untold, overslept = _on_dossiers(session, now)
    oldest = min((since for since in (waiting.oldest, overslept) if since), default=now)
    return Operations(
        troubles=shown,
        trouble_count=session.scalar(select(func.count()).where(*_held_up())) or 0,
        next=shown[-1].incident.id if len(found) > _PAGE else None,
        failed=_failed(session),
        failed_count=jobs.count_dead(session),
        waiting_jobs=waiting.jobs,
        untold=untold,
        year_without_holidays=deadlines.year_without_holidays(local_date(now)),
        asleep=now - oldest if now - oldest > LONGEST_WAIT else None,
    )


def _held_up() -> tuple[ColumnElement[bool], ...]:
    return Incident.resolved_at.is_(None), Incident.dossier_id.is_not(None)


def _troubles(session: Session, after: UUID | None) -> list[Trouble]:
    query = (
        select(Incident, Dossier.code, Dossier.status, WorkItem.title, permissions.came_of_an_act())
        .join(Dossier, Dossier.id == Incident.dossier_id)
        .outerjoin(WorkItem, WorkItem.id == Incident.work_item_id)
        .where(*_held_up())
        .order_by(Incident.id)
        .limit(_PAGE + 1)
    )
    found = session.execute(query.where(Incident.id > after) if after else query)
    return [
        Trouble(one, code, title or "", status, permissions.can_be_tried(one, by_somebody=by_somebody))
        for one, code, status, title, by_somebody in found
    ]


def _failed(session: Session) -> list[Failed]:
    dead = jobs.dead_jobs(session)
    codes = _codes(session, {job.dossier_id for job in dead if job.dossier_id})
    return [Failed(job, codes.get(job.dossier_id or "", "")) for job in dead]


def _codes(session: Session, dossier_ids: Collection[str]) -> Mapping[str, str]:
    if not dossier_ids:
        return {}
    found = session.execute(select(Dossier.id, Dossier.code).where(Dossier.id.in_(map(UUID, dossier_ids))))
    return {str(dossier_id): code for dossier_id, code in found}


def _on_dossiers(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many dossiers have news that nobody has been told, and since when a timer has been due."""
    untold = select(func.count()).where(Dossier.told < Dossier.events).scalar_subquery()
    asleep = Dossier.wake_at <= now, Dossier.status == Status.RUNNING
    due = select(func.min(Dossier.wake_at)).where(*asleep).scalar_subquery()
    counted, since = session.execute(select(untold, due)).one()
    return counted, since
