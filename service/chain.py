"""How events are hashed, and the proof that nobody changed them since (docs/audit-format.md)."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Dossier, Event, EventDetail, EventStream

LINKED = (
    "stream",
    "number",
    "kind",
    "at",
    "actor_id",
    "acting_for_id",
    "grant_id",
    "dossier_id",
    "definition",
    "state_sha256",
    "detail_digest",
    "previous",
)
"""The columns of an event that its hash covers, in this order: all but the hash itself."""


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no blanks, in UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def field_hash(salt: bytes, name: str, value: bytes) -> str:
    """The hash of one field of a detail; `value` is its canonical JSON."""
    return sha256(salt + name.encode() + b"\x00" + value).hexdigest()


def detail_digest(fields: Mapping[str, Mapping[str, Any]]) -> str:
    """The hash over all field hashes: it stays true when a value is erased."""
    return sha256(canonical({name: field["hash"] for name, field in fields.items()})).hexdigest()


def link(row: Mapping[str, Any]) -> str:
    """The hash of an event, which the next one repeats."""
    return sha256(canonical([_plain(row[column]) for column in LINKED])).hexdigest()


def verify(session: Session, stream: str) -> int | None:
    """The number of the first event that does not fit, or None when the chain is whole."""
    head, length, state = _end(session, stream)
    number, previous, vouched = 0, "", None
    for event, fields in _events(session, stream):
        number += 1
        if not _fits(event, fields, number, previous):
            return number
        previous = event["hash"]
        vouched = event["state_sha256"] or vouched
    if (number, previous) != (length, head):
        return min(number, length) + 1
    return number if state is not None and state != vouched else None


def _events(session: Session, stream: str) -> Iterator[tuple[dict[str, Any], Mapping[str, Any] | None]]:
    query = (
        select(Event.__table__, EventDetail.fields)
        .outerjoin(EventDetail, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
        .where(Event.stream == stream)
        .order_by(Event.number)
    )
    for row in session.execute(query).mappings():
        event = dict(row)
        yield event, event.pop("fields")


def _fits(event: Mapping[str, Any], fields: Mapping[str, Any] | None, number: int, previous: str) -> bool:
    return (
        (event["number"], event["previous"]) == (number, previous)
        and event["hash"] == link(event)
        and fields is not None
        and event["detail_digest"] == detail_digest(fields)
        and all(_field_fits(name, field) for name, field in fields.items())
    )


def _field_fits(name: str, field: Mapping[str, Any]) -> bool:
    """Whether the value has its hash; of an erased field only the hash is left."""
    if "value" not in field:
        return True
    return bool(field["hash"] == field_hash(bytes.fromhex(field["salt"]), name, canonical(field["value"])))


def _end(session: Session, stream: str) -> tuple[str, int, str | None]:
    """Head, length and hash of the state as they stand beside the chain."""
    kind, _, name = stream.partition("/")
    if kind == "dossier":
        found = select(Dossier.head, Dossier.events, Dossier.state).where(Dossier.id == UUID(name))
        head, events, state = session.execute(found).one()
        return head, events, sha256(state).hexdigest()
    end = session.execute(select(EventStream.head, EventStream.events).where(EventStream.name == stream)).one_or_none()
    return (end.head, end.events, None) if end else ("", 0, None)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value) if isinstance(value, UUID) else value
