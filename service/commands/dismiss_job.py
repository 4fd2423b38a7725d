"""Giving a job up for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from service import events, jobs
from service.actors import Actor
from service.commands.administering import require_administrator
from service.commands.sheet_work import stop
from service.errors import Conflict, Reason, Refused
from service.jobs.failing import settle
from service.text import tidy
from workflows.errors import msg

LONGEST = 500
_NOT_DEAD = Reason("not_dead", msg("This job is no longer among those that failed: somebody was faster."))
_NO_REASON = Reason("no_reason", msg("Say why the job is given up, in at most {most} characters."), {"most": LONGEST})


def dismiss_job(session: Session, actor: Actor, job_id: str, reason: str, *, now: datetime) -> None:
    """Never try a dead job again; a spreadsheet that waited for it stops.

    Raises NotAllowed, Refused (no reason) or Conflict (there is no such dead job).
    """
    require_administrator(actor)
    reason = tidy(reason)
    if not reason or len(reason) > LONGEST:
        raise Refused(_NO_REASON)
    job = jobs.dismiss_job(session, job_id, now=now)
    if job is None:
        raise Conflict(_NOT_DEAD, who=None, at=None)
    stop(session, job.kind, job.payload)
    settle(session, job_id, now=now, by=actor.id)
    events.note_on(session, "system", "job_dismissed", {"job": job_id, "reason": reason}, actor=actor, at=now)
