"""Opening a session for somebody who has proven who they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service import events
from service.identity import new_token, token_hash
from service.ids import new_id
from service.models import SignIn


@dataclass(frozen=True, slots=True)
class Token:
    """What the browser keeps: shown once, stored only as its SHA-256."""

    text: str
    sign_in_id: UUID
    person_id: UUID


def open_session(
    session: Session, person_id: UUID, *, address: str, browser: str, second_factor: str | None = None, now: datetime
) -> Token:
    """A session with a token of its own; `second_factor` says what was given besides the password."""
    token = Token(new_token(), new_id(), person_id)
    session.add(
        SignIn(
            id=token.sign_in_id,
            token_sha256=token_hash(token.text),
            person_id=person_id,
            started_at=now,
            seen_at=now,
            ended_at=None,
            address=address[:60],
            browser=browser[:200],
        )
    )
    detail: dict[str, Any] = {"address": address[:60], "browser": browser[:200]}
    if second_factor:
        detail["second_factor"] = second_factor
    events.note_on(session, f"person/{person_id}", "signed_in", detail, actor=None, at=now)
    session.flush()
    return token
