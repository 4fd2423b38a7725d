"""Sign a person in."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.commands.session_opening import Token, open_session
from service.commands.trying import WRONG, why_not_proven
from service.errors import Reason
from service.identity import Checked

__all__ = ["WRONG", "Halfway", "Token", "sign_in"]


@dataclass(frozen=True, slots=True)
class Halfway:
    """The password was right; nothing is opened before the second factor is."""

    person_id: UUID
    kept: str | None = field(repr=False)
    """The hash of that password."""


def sign_in(session: Session, checked: Checked, *, browser: str, now: datetime) -> Token | Halfway | Reason:
    """Record the try; when the credentials were right, open a session of its own and return its token.

    Somebody with a second factor gets only half-way. A refusal is returned, not raised: the try must be committed.
    """
    refusal = why_not_proven(session, checked, now=now)
    if refusal or checked.person_id is None:
        return refusal or WRONG
    if checked.second_factor:
        return Halfway(checked.person_id, checked.new_hash or checked.kept)
    return open_session(session, checked.person_id, address=checked.address, browser=browser, now=now)
