"""What happened, appended to chains that an outsider can verify (docs/audit-format.md)."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service import db, logs, rows
from service.actors import Actor, Seat
from service.chain import canonical, detail_digest, field_hash, link, verify
from service.models import Dossier, Event, EventDetail, EventStream

__all__ = ["dossier_stream", "note", "note_on", "undone_if_refused", "verify", "write_events"]

_BUFFER = "events"
_SALT = 16


def dossier_stream(dossier_id: UUID) -> str:
    """The name of a dossier's chain."""
    return f"dossier/{dossier_id}"


def note(
    session: Session,
    dossier: Dossier,
    kind: str,
    detail: Mapping[str, Any],
    *,
    actor: Actor | None,
    seat: Seat | None = None,
    at: datetime,
    state_changed: bool = False,
) -> int:
    """Append an event to the dossier's chain and return its number; it is written just before the commit.

    The dossier must be locked or new. With `state_changed` the event vouches for the state the dossier now has.
    """
    dossier.events = (dossier.events or 0) + 1
    row = {
        **_row(dossier_stream(dossier.id), dossier.events, kind, at, actor, seat),
        "dossier_id": dossier.id,
        "definition": dossier.definition,
        "state_sha256": sha256(dossier.state).hexdigest() if state_changed else None,
    }
    dossier.head = _append(session, row, detail, dossier.head or "")
    return dossier.events


def note_on(
    session: Session,
    stream: str,
    kind: str,
    detail: Mapping[str, Any],
    *,
    actor: Actor | None,
    seat: Seat | None = None,
    at: datetime,
) -> int:
    """Append an event to another chain ("person/ID", "process/KEY", "catalogue", "system") and return its number."""
    end = _locked(session, stream)
    end.events += 1
    row = _row(stream, end.events, kind, at, actor, seat)
    end.head = _append(session, row, detail, end.head)
    return end.events


@contextmanager
def undone_if_refused(session: Session) -> Iterator[None]:
    """What is written and noted in the block is undone when it raises; what came before stays."""
    noted = session.info.setdefault(_BUFFER, [])
    before, held = len(noted), rows.held(session)
    try:
        with session.begin_nested():
            yield
    except Exception:
        del noted[before:]
        rows.let_go(session, held)
        raise


def write_events(session: Session) -> None:
    """Write everything noted in this transaction: one insert for the links, one for what they say."""
    noted = session.info.pop(_BUFFER, [])
    logs.did([(row["stream"], row["number"], row["kind"]) for row, _ in noted])
    session.flush()  # a new dossier must be there before its events
    rows.add(session, Event, [row for row, _ in noted])
    rows.add(session, EventDetail, [fields for _, fields in noted])


def _row(stream: str, number: int, kind: str, at: datetime, actor: Actor | None, seat: Seat | None) -> dict[str, Any]:
    return {
        "stream": stream,
        "number": number,
        "kind": kind,
        "at": at,
        "actor_id": actor.id if actor else None,
        "acting_for_id": seat.holder_id if seat else None,
        "grant_id": seat.grant_id if seat else None,
        "dossier_id": None,
        "definition": None,
        "state_sha256": None,
    }


def _append(session: Session, row: dict[str, Any], detail: Mapping[str, Any], previous: str) -> str:
    fields = _salted(detail)
    row |= {"detail_digest": detail_digest(fields), "previous": previous}
    row["hash"] = link(row)
    content = {"stream": row["stream"], "number": row["number"], "fields": fields}
    session.info.setdefault(_BUFFER, []).append((row, content))
    db.before_commit(session, write_events)
    return str(row["hash"])


def _salted(detail: Mapping[str, Any]) -> dict[str, Any]:
    salts = os.urandom(_SALT * len(detail))
    fields = {}
    for place, (name, value) in enumerate(detail.items()):
        salt = salts[_SALT * place : _SALT * (place + 1)]
        fields[name] = {"salt": salt.hex(), "value": value, "hash": field_hash(salt, name, canonical(value))}
    return fields


def _locked(session: Session, stream: str) -> EventStream:
    """The end of a chain, locked; it is made when the chain is new."""
    end = session.get(EventStream, stream, with_for_update=True)
    if end is None:
        # Two may begin one chain at the same moment: one of them makes the row, both then lock it.
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        new = dialect.insert(EventStream).values(name=stream, events=0, head="").on_conflict_do_nothing()
        session.connection().execute(new)
        end = session.get_one(EventStream, stream, with_for_update=True)
    return end
