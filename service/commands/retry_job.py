"""Putting a job that is no longer tried back in the queue."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events, jobs
from service.actors import Actor
from service.commands.administering import require_administrator
from service.errors import Conflict, Reason
from workflows.errors import msg

_NOT_DEAD = Reason("not_dead", msg("This job is no longer among those that failed: somebody was faster."))


def retry_job(session: Session, actor: Actor, job_id: str, *, now: datetime) -> None:
    """Have a dead job tried again from the beginning. Raises NotAllowed or Conflict (there is no such dead job)."""
    require_administrator(actor)
    if not jobs.retry_job(session, job_id, now=now):
        raise Conflict(_NOT_DEAD, who=None, at=None)
    events.note_on(session, "system", "job_retried", {"job": job_id}, actor=actor, at=now)
