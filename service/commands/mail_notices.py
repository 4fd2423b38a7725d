"""Handing notices over to be mailed: soon, or with the day's digest."""

from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from service import jobs
from service.commands.digests import last_digest, stale_before
from service.models import Notice, Person

JOB = "mail"
"""The kind of the jobs: {person_id, notices}; or {to, subject, text} for a letter that is no notice."""
TOGETHER = timedelta(minutes=1)
"""What happens within this time makes one mail."""
_AT_ONCE = 1000
_WAITS = (Notice.mail_due, Notice.mailed_at.is_(None))


def mail_notices(session: Session, *, now: datetime) -> int:
    """Leave one job for each person whose notices are to be mailed now, and say how many people that are.

    Each notice is handed over once, however often and by however many workers this is asked. A digest that was missed
    goes out with the next one that is due; what became stale, because there was no mail server, stands in the app only.
    """
    old = update(Notice).where(*_WAITS, or_(Notice.at <= stale_before(now), Notice.read_at.is_not(None)))
    session.execute(old.values(mail_due=False).execution_options(synchronize_session=False))
    ripe = or_(
        and_(Person.mail == "each", Notice.at <= now - TOGETHER),
        and_(Person.mail == "daily", Notice.at <= last_digest(now)),
    )
    waiting = (
        select(Notice.person_id, Notice.id)
        .join(Person, Person.id == Notice.person_id)
        .where(*_WAITS, ripe, Person.left_at.is_(None), Person.email.is_not(None))
        .order_by(Notice.person_id, Notice.id)
        .limit(_AT_ONCE)
        .with_for_update(of=Notice, skip_locked=True)
    )
    found = session.execute(waiting).all()
    for person_id, group in groupby(found, key=lambda row: row.person_id):
        payload = {"person_id": str(person_id), "notices": [str(row.id) for row in group]}
        jobs.enqueue(session, JOB, payload, now=now)
    _hand_over(session, [row.id for row in found])
    return len({row.person_id for row in found})


def _hand_over(session: Session, notices: list[UUID]) -> None:
    handed = update(Notice).where(Notice.id.in_(notices)).values(mail_due=False)
    session.execute(handed.execution_options(synchronize_session=False))
