"""What has had its day is taken away: drafts, answers to repeated calls, links, done jobs, files of dead requests."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Delete, Engine, delete, exists, or_, select
from sqlalchemy.orm import Session

from service import jobs
from service.config import Settings
from service.documents import Store
from service.models import Draft, PasswordReset, RepeatedCall, WorkItem
from service.worker.attempts import in_one

DRAFTS_KEPT = timedelta(days=30)
"""How long a draft is kept for whom somebody else was faster."""
CALLS_KEPT = timedelta(hours=24)
"""How long the same call under the same Idempotency-Key gets the same answer."""
JOBS_KEPT = timedelta(days=30)
FILES_KEPT = timedelta(days=1)
"""A file neither kept nor dropped for so long belongs to a request that died."""


def sweep(database: Engine, settings: Settings, now: datetime) -> int:
    """Take it all away, each kind by itself, and say how much it was."""
    kinds: tuple[Callable[[Session], int], ...] = (
        lambda session: _delete(session, _drafts(now)),
        lambda session: _delete(session, delete(RepeatedCall).where(RepeatedCall.at < now - CALLS_KEPT)),
        lambda session: _delete(session, _resets(now)),
        lambda session: jobs.clear_done(session, before=now - JOBS_KEPT),
    )
    files = Store(settings.data_dir / "files").sweep(now - FILES_KEPT)
    return files + sum(in_one(database, kind) for kind in kinds)


def _drafts(now: datetime) -> Delete:
    """Drafts of what has been sent, and of what somebody else completed long ago."""
    over = select(WorkItem.id).where(
        WorkItem.id == Draft.work_item_id,
        or_(WorkItem.closed_by_id == Draft.person_id, WorkItem.closed_at < now - DRAFTS_KEPT),
    )
    return delete(Draft).where(exists(over))


def _resets(now: datetime) -> Delete:
    return delete(PasswordReset).where(or_(PasswordReset.used_at.is_not(None), PasswordReset.expires_at < now))


def _delete(session: Session, what: Delete) -> int:
    return session.connection().execute(what).rowcount
