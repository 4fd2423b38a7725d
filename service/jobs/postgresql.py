"""Jobs in Procrastinate's tables, on the caller's own connection (its schema is that of migration 0006)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import orjson
import psycopg
from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from sqlalchemy import CursorResult, bindparam, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from service.errors import Reason
from service.jobs.failing import KILLED, UNKNOWN, bury, packed, unpacked
from service.jobs.kinds import REST, TRIES, DeadJob, Dismissed, Waiting
from service.models.columns import Moment

SILENCE = timedelta(seconds=30)
"""A worker without a sign of life for so long is dead, and its jobs go back."""

_jobs = JobManager(SyncPsycopgConnector())  # never opened: each job travels on its caller's connection

_SAME_WAITS = text("select id from procrastinate_jobs where queueing_lock = :key and status = 'todo' for update")
_ANOTHER_DOES = text(
    "select 1 from procrastinate_jobs where args->>'key' = :key and id <> :id"
    " and (status = 'todo' or (id > :id and status in ('doing', 'succeeded')))"
)
_FAILED = text(
    "update procrastinate_jobs set queueing_lock = null,"
    " args = args || jsonb_build_object('error', cast(:error as text), 'failed_at', cast(:at as text))"
    " where id = :id"
)
_PUT_OFF = text(
    "update procrastinate_jobs set scheduled_at = now() + cast(:rest as interval) where id in"
    " (select id from procrastinate_jobs where task_name = :kind and status = 'todo'"
    " and args->'payload' @> cast(:of as jsonb)"
    " and (scheduled_at is null or scheduled_at <= now()) for update skip locked)"
)
_DEAD = text(
    "select id, task_name, attempts, args from procrastinate_jobs where status = 'failed' order by id desc limit :most"
)
_COUNT_DEAD = text("select count(*) from procrastinate_jobs where status = 'failed'")
_WAITING = text(
    "select count(*), min(coalesce(scheduled_at, cast(args->>'made_at' as timestamptz)))"
    " filter (where scheduled_at is null or scheduled_at <= :now)"
    " from procrastinate_jobs where status = 'todo'"
).bindparams(bindparam("now", type_=Moment()))
_RETRY = text(
    "update procrastinate_jobs set status = 'todo', attempts = 0, scheduled_at = null, queueing_lock = null,"
    " args = args - 'error' - 'failed_at'"
    " where id = :id and status = 'failed'"
)
_DISMISS = text(
    "update procrastinate_jobs set status = 'cancelled' where id = :id and status = 'failed' returning task_name, args"
)
_CLEAR = text(
    "delete from procrastinate_jobs job where status in ('succeeded', 'cancelled') and not exists"
    " (select from procrastinate_events event where event.job_id = job.id and event.at >= :before)"
).bindparams(bindparam("before", type_=Moment()))
_BRING_BACK = text(
    "update procrastinate_jobs set attempts = attempts + 1, scheduled_at = null, queueing_lock = null,"
    " status = cast(case when attempts + 1 < :tries then 'todo' else 'failed' end as procrastinate_job_status)"
    " where id in (select job.id from procrastinate_jobs job left join procrastinate_workers worker"
    " on worker.id = job.worker_id where job.status = 'doing' and"
    " (worker.id is null or worker.last_heartbeat < now() - cast(:silence as interval)) for update of job skip locked)"
)
_UNBURIED = text(
    "select id, task_name, attempts, args from procrastinate_jobs job where status = 'failed' and not exists"
    " (select from incident where rule = 'job_failed' and element = cast(job.id as text) and resolved_at is null)"
    " for update skip locked"
)


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    run_at: datetime | None,
    key: str | None,
    dossier_id: UUID | None,
) -> None:
    """See the port; a waiting job of the same key is locked, so that nobody begins it before this commit."""
    arguments: dict[str, Any] = {"payload": payload, "key": key, "made_at": now.isoformat()}
    arguments["dossier"] = str(dossier_id) if dossier_id else None
    connection = session.connection().connection.driver_connection
    assert connection is not None
    job = configure_task(name=kind, job_manager=_jobs, queueing_lock=key, schedule_at=run_at, connection=connection)
    if key is None:
        with _as_the_database_says():
            job.defer(**arguments)
        return
    while not session.connection().execute(_SAME_WAITS, {"key": key}).first():
        # A savepoint, as the statement above has begun the transaction: who came first must not end all of it.
        with suppress(AlreadyEnqueued), _as_the_database_says(), connection.transaction():
            job.defer(**arguments)
            return


@contextmanager
def _as_the_database_says() -> Iterator[None]:
    """The queue's library hides what the database said: a lost connection or a deadlock passes, a defect does not."""
    try:
        yield
    except ConnectorException as error:
        if not isinstance(error.__cause__, psycopg.Error):
            raise
        raise DBAPIError.instance(None, None, error.__cause__, psycopg.Error, hide_parameters=True) from error


def dead_jobs(session: Session, most: int) -> list[DeadJob]:
    """See the port."""
    return [
        DeadJob(str(number), kind, tries, _moment(args.get("failed_at")), _reason(args), args.get("dossier"))
        for number, kind, tries, args in session.connection().execute(_DEAD, {"most": most})
    ]


def count_dead(session: Session) -> int:
    """See the port."""
    return int(session.connection().execute(_COUNT_DEAD).scalar_one())


def waiting(session: Session, now: datetime) -> Waiting:
    """See the port."""
    return Waiting(*session.connection().execute(_WAITING, {"now": now}).one())


def retry_job(session: Session, job_id: str, now: datetime) -> bool:  # noqa: ARG001 - the port's signature
    """See the port; the queue's own clock says when."""
    return _said(session, _RETRY, id=_number(job_id)) == 1


def dismiss_job(session: Session, job_id: str, now: datetime) -> Dismissed | None:  # noqa: ARG001 - the port's
    """See the port."""
    row = session.connection().execute(_DISMISS, {"id": _number(job_id)}).one_or_none()
    return Dismissed(row.task_name, row.args["payload"]) if row else None


def clear_done(session: Session, before: datetime) -> int:
    """See the port."""
    return _said(session, _CLEAR, before=before)


def note_failure(session: Session, job_id: int, key: str | None, reason: Reason, now: datetime) -> bool:
    """Keep why a try failed, and say whether another job of its key does in its place.

    That is one that waits, or a later one that a neighbour has begun or done meanwhile.
    The key is given up: as long as it were kept, a job that came meanwhile would keep this one from going back.
    """
    _said(session, _FAILED, id=job_id, error=packed(reason), at=now.isoformat())
    return bool(key and session.connection().execute(_ANOTHER_DOES, {"key": key, "id": job_id}).first())


def put_off(session: Session, kind: str, of: Mapping[str, str]) -> None:
    """Leave those of a kind that wait, and whose payload holds all of `of`, alone for a while."""
    _said(session, _PUT_OFF, kind=kind, of=orjson.dumps(of).decode(), rest=REST)


def bring_back(session: Session) -> int:
    """Put back the jobs of workers that died, and say how many; what has killed too often is dead."""
    return _said(session, _BRING_BACK, tries=TRIES, silence=SILENCE)


def bury_dead(session: Session, known: frozenset[str], now: datetime) -> int:
    """Raise the incidents of jobs that died, and say how many; `known` are the kinds somebody here can do.

    Of a job that nobody saw fail, why and when it died is kept with it from now on.
    """
    unburied = session.connection().execute(_UNBURIED).all()
    for number, kind, _, args in unburied:
        if "error" not in args:
            args["error"] = packed(KILLED if kind in known else UNKNOWN)
            _said(session, _FAILED, id=number, error=args["error"], at=now.isoformat())
    return sum(
        bury(session, str(number), kind, tries, _reason(args), now=now) for number, kind, tries, args in unburied
    )


def _number(job_id: str) -> int:
    """The id as the queue counts; no job has the number 0."""
    return int(job_id) if job_id.isascii() and job_id.isdigit() and len(job_id) < 19 else 0


def _said(session: Session, statement: Any, **values: Any) -> int:
    return cast("CursorResult[Any]", session.connection().execute(statement, values)).rowcount


def _reason(args: Mapping[str, Any]) -> Reason:
    return unpacked(args["error"]) if "error" in args else KILLED


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
