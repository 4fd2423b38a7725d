"""Mail: handing over what waits, and the job that sends a letter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, exists, select

from service import mail
from service.clock import local_date
from service.commands.mail_notices import mail_notices
from service.commands.note_mailed import note_mailed
from service.config import Settings
from service.db import reading, transaction
from service.jobs import AllWait, GiveUp
from service.models import Notice
from service.queries.letters import letter_for
from service.worker.attempts import in_one


def hand_over(database: Engine, settings: Settings, now: datetime) -> int:
    """Leave the jobs of the mails that are due, and say for how many people; none without a mail server."""
    if not settings.smtp_host:
        return 0
    with reading(database) as session:
        waits = session.scalar(select(exists().where(Notice.mail_due, Notice.mailed_at.is_(None))))
    return in_one(database, lambda session: mail_notices(session, now=now)) if waits else 0


def send_mail(database: Engine, settings: Settings, payload: dict[str, Any], now: datetime) -> None:
    """Send a person's notices, or a letter as it is; the database waits for no mail server.

    What was read or sent in the meantime is left out. A letter the server will never take is given up; where there
    is no mail server at all, what a letter says stands in the person's notices.
    """
    if not settings.smtp_host:
        return
    with told_to_the_queue():
        if "person_id" in payload:
            _send_notices(database, settings, payload, now)
        else:
            mail.send(settings, payload["to"], payload["subject"], payload["text"])


@contextmanager
def told_to_the_queue() -> Iterator[None]:
    """What the mail server did, as the queue has to know: a letter put off may be all that is wrong, else all wait."""
    try:
        yield
    except mail.MailRefused as refused:
        raise GiveUp(refused.reason) from None
    except mail.MailAway as away:
        if away.reason.code == mail.PUT_OFF:
            raise
        raise AllWait(away.reason) from None


def _send_notices(database: Engine, settings: Settings, payload: dict[str, Any], now: datetime) -> None:
    notices = [UUID(one) for one in payload["notices"]]
    with reading(database) as session:
        letter = letter_for(
            session, UUID(payload["person_id"]), notices, address=settings.address, today=local_date(now)
        )
    if letter is None:
        return
    mail.send(settings, letter.to, letter.subject, letter.text, about=str(letter.notices[0]))
    with transaction(database) as session:
        note_mailed(session, letter.notices, now=now)
