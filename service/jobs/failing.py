"""What becomes of a job that fails: why, in plain words; and the incident of one that is no longer tried."""

from collections.abc import Mapping
from datetime import datetime
from socket import gaierror
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from service import events
from service.errors import Reason
from service.models import Incident
from workflows.errors import msg

RULE = "job_failed"
"""The incidents of jobs; their `element` is the job's id. They hold no dossier up, so they name none."""
KILLED = Reason("killed", msg("The worker that had it ended each time before it was done."))
UNKNOWN = Reason("unknown", msg("Nobody here knows how to do this kind of job."))
UNREADABLE = Reason("unreadable", msg("What this job was given can no longer be read."))
_GIVEN_UP = msg("A job is no longer tried: {reason}")
_SAID = msg("{text}")
_SILENT = Reason("silent", msg("The other side did not answer in time."))
_AWAY = Reason("away", msg("The other side could not be reached."))
_UNFORESEEN = msg("Something nobody foresaw went wrong ({kind}).")


class GiveUp(Exception):
    """No further try can help: the job is dead at once; the reason is for people."""

    def __init__(self, reason: Reason | str) -> None:
        super().__init__(str(reason))
        self.reason = reason if isinstance(reason, Reason) else Reason("given_up", _SAID, {"text": reason})


class AllWait(Exception):
    """No job of this kind can be done for now: those that wait rest as well; the reason is for people.

    With `of`, only those whose payload holds the same: who waits for one receiver keeps nobody from another.
    """

    def __init__(self, reason: Reason, *, of: Mapping[str, str] | None = None) -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.of = dict(of or {})


def reason_of(error: BaseException) -> Reason:
    """Why a job failed: in its own words when it is an error of ours, else never in the error's, which may quote."""
    reason = getattr(error, "reason", None)
    if isinstance(reason, Reason):
        return reason
    if isinstance(error, TimeoutError):
        return _SILENT
    if isinstance(error, ConnectionError | gaierror):
        return _AWAY
    return Reason("unforeseen", _UNFORESEEN, {"kind": type(error).__name__})


def packed(reason: Reason) -> str:
    """The reason as text, to be kept with the job."""
    values = {name: str(value) for name, value in reason.values.items()}
    return orjson.dumps({"code": reason.code, "message": reason.message, "values": values}).decode()


def unpacked(text: str | None) -> Reason:
    """The reason back; a job without one died with its worker."""
    return Reason(**orjson.loads(text)) if text else KILLED


def bury(session: Session, job_id: str, kind: str, tries: int, reason: Reason, *, now: datetime) -> bool:
    """Raise the incident of a job that is no longer tried, once, and say whether it was new."""
    if session.scalar(select(Incident.id).where(*_of(job_id))):
        return False
    values = {"reason": reason.text, "kind": kind, "tries": tries}
    session.add(Incident(rule=RULE, element=job_id, message=_GIVEN_UP, values=values, raised_at=now))
    events.note_on(session, "system", "job_failed", {"job": job_id, **values}, actor=None, at=now)
    return True


def settle(session: Session, job_id: str, *, now: datetime, by: UUID | None = None) -> None:
    """Resolve the incident of a job that has been done after all, or that somebody dismissed."""
    session.connection().execute(update(Incident).where(*_of(job_id)).values(resolved_at=now, resolved_by_id=by))


def _of(job_id: str) -> tuple[ColumnElement[bool], ...]:
    return Incident.rule == RULE, Incident.element == job_id, Incident.resolved_at.is_(None)
