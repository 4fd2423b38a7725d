"""The job that mails a link which sets a new password; the link itself is made here, and kept nowhere."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from service import language, mail
from service.config import Settings
from service.db import reading
from service.errors import NotFound
from service.identity.reset_links import link_of_id, reset_token
from service.language import translated
from service.worker.mailing import told_to_the_queue
from workflows.calendar import ZONE
from workflows.errors import msg

_SUBJECT = msg("Set a new password for Vinh Danh")
_TEXT = msg(
    "Dear {name},\n\nwith this link you set a new password for the account {username}. "
    "It works once, until {until}:\n\n{link}\n\n"
    "If you did not ask for it, you need do nothing: your password stays as it is.\n"
)


def send_link(database: Engine, settings: Settings, payload: dict[str, Any], now: datetime) -> None:
    """Mail the link to its person's address; one that was used meanwhile or is too old is left."""
    try:
        with reading(database) as session:
            link = link_of_id(session, UUID(payload["reset_id"]), now=now)
    except NotFound:
        return
    until = f"{link.expires_at.astimezone(ZONE):%H:%M %d/%m/%Y}"
    address = f"{settings.address}/password-reset/{reset_token(settings.secret_key, link.id)}"
    with language.spoken(link.language):
        said = {"name": link.name, "username": link.username, "until": until, "link": address}
        subject, text = translated(_SUBJECT), translated(_TEXT, said)
    with told_to_the_queue():
        mail.send(settings, link.email or "", subject, text, about=str(link.id))
