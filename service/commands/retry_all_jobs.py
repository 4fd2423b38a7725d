"""Putting the jobs that are no longer tried back in the queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events, jobs
from service.actors import Actor
from service.commands.administering import require_administrator


def retry_all_jobs(session: Session, actor: Actor, *, now: datetime) -> int:
    """Have the dead jobs that Operations lists tried again, and say how many. Raises NotAllowed."""
    require_administrator(actor)
    put_back = [job.id for job in jobs.dead_jobs(session) if jobs.retry_job(session, job.id, now=now)]
    if put_back:
        events.note_on(session, "system", "jobs_retried", {"jobs": put_back}, actor=actor, at=now)
    return len(put_back)
