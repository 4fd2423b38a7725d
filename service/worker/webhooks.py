"""Telling another system what happened: one signed message to one address."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from service import outside
from service.commands.end_webhook import end_webhook
from service.commands.note_delivery import note_delivery
from service.config import Settings
from service.db import reading, transaction
from service.errors import Reason, Refused, ServiceError
from service.jobs import AllWait, GiveUp
from service.models import Webhook
from service.outside import LookUp, Patience
from workflows.errors import msg

_AGENT = "vinhdanh"
_REDIRECTED = msg("The receiver answered {status}: it sends elsewhere, and no redirect is followed.")
_NOT_TAKEN = msg("The receiver answered {status}.")


class NotTaken(ServiceError):
    """The receiver answered, but did not take the message; `reason` says with which status."""

    def __init__(self, status: int) -> None:
        message = _REDIRECTED if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST else _NOT_TAKEN
        self.reason = Reason("receiver_status", message, {"status": status})
        super().__init__(self.reason.text)


def deliver(
    database: Engine,
    settings: Settings,
    payload: dict[str, Any],
    now: datetime,
    *,
    look_up: LookUp | None = None,
    patience: Patience | None = None,
) -> None:
    """Send one message; a receiver that has seen its id before drops it. What has ended meanwhile is sent nothing.

    Raises NotTaken to be tried again, AllWait where nobody answers (whoever hangs must not hold up the messages to
    others), GiveUp where the address may not be called.
    """
    with reading(database) as session:
        hook = session.get(Webhook, UUID(payload["webhook_id"]))
    if hook is None or hook.ended_at is not None:
        return
    try:
        status = _send(hook, settings, payload["event"], now, look_up, patience)
        if status == HTTPStatus.GONE:
            _end(database, hook.id, now)
        elif not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise NotTaken(status)
        _note(database, hook.id, None, now)
    except (NotTaken, outside.NoAnswer, outside.Refusal) as failure:
        _note(database, hook.id, failure.reason, now)
        if isinstance(failure, NotTaken):
            raise
        if isinstance(failure, outside.NoAnswer | outside.Unknown):
            raise AllWait(failure.reason, of={"webhook_id": str(hook.id)}) from None
        raise GiveUp(failure.reason) from None


def _send(
    hook: Webhook,
    settings: Settings,
    event: dict[str, Any],
    now: datetime,
    look_up: LookUp | None,
    patience: Patience | None,
) -> int:
    """The status of the answer. The address is checked again each time: its name may lead elsewhere by now."""
    target = outside.read_url(hook.url)
    addresses = outside.locate(target, inside=settings.webhooks_inside, look_up=look_up)
    body = outside.envelope(settings.address, event)
    headers = {
        "Content-Type": outside.CONTENT_TYPE,
        "User-Agent": _AGENT,
        outside.SIGNATURE: outside.signature(hook.secret, body, now),
    }
    return outside.post(target, addresses, body, headers, patience=patience)


def _end(database: Engine, hook_id: UUID, now: datetime) -> None:
    """The receiver wants nothing more; somebody may have ended it in this very moment."""
    try:
        with transaction(database) as session:
            end_webhook(session, None, hook_id, now=now)
    except Refused:
        return


def _note(database: Engine, hook_id: UUID, failure: Reason | None, now: datetime) -> None:
    with transaction(database) as session:
        note_delivery(session, hook_id, failure, now=now)
