"""Making a bearer token for the API."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands.administering import find_person
from service.commands.alarms import tell_owner
from service.commands.trying import WRONG, why_not_proven
from service.errors import NotAllowed, Reason, Refused
from service.identity import Checked, new_bearer, token_hash
from service.ids import new_id
from service.models import AccessToken
from service.text import tidy
from workflows.errors import msg

MOST = 20
"""Living tokens of one person."""
LONGEST = 366
"""Days; a token is renewed by making another one."""
_LEFT = Reason("left", msg("This person no longer works here."))
_NO_NAME = Reason("no_name", msg("Say in at most 200 letters what the token is for."))
_DAYS = Reason("days", msg("A token is valid for 1 to {longest} days."), {"longest": LONGEST})
_FULL = Reason("full", msg("There are {most} tokens already; end one that is no longer needed."), {"most": MOST})


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token just made: `text` is shown once and kept nowhere."""

    id: UUID
    text: str
    expires_at: datetime


def make_token(
    session: Session,
    actor: Actor | None,
    person_id: UUID,
    name: str,
    *,
    checked: Checked | None = None,
    days: int = 90,
    now: datetime,
) -> MadeToken | Reason:
    """Make a token with which systems call in this person's name; everybody makes their own, the operator anybody's.

    All but the operator give their password, in `checked`: a browser left open makes no key that outlasts it. A wrong
    one is returned as its reason, for the try must be committed. Whom the operator makes one for is told.

    Raises NotFound, NotAllowed (somebody else's) or Refused: left, no name, too long, too many.
    """
    if actor is not None and (reason := permissions.why_not_make_token(actor, person_id)):
        raise NotAllowed(reason)
    if actor is not None and (refusal := _why_not_proven(session, actor, checked, now)):
        return refusal
    person = find_person(session, person_id)
    name = tidy(name)
    if person.left_at is not None and person.left_at <= now:
        raise Refused(_LEFT)
    _require_sound(session, person_id, name, days, now)
    made = MadeToken(new_id(), new_bearer(), now + timedelta(days=days))
    row = AccessToken(id=made.id, token_sha256=token_hash(made.text), person_id=person_id, name=name, made_at=now)
    row.made_by_id, row.expires_at = actor.id if actor else None, made.expires_at
    session.add(row)
    detail = {"token": str(made.id), "name": name, "expires_at": made.expires_at}
    number = events.note_on(session, f"person/{person_id}", "token_made", detail, actor=actor, at=now)
    tell_owner(session, actor, person, "token_made_for", number, to=person.email, now=now)
    return made


def _why_not_proven(session: Session, actor: Actor, checked: Checked | None, now: datetime) -> Reason | None:
    if checked is None or checked.person_id not in (None, actor.id):
        return WRONG
    return why_not_proven(session, checked, now=now)


def _require_sound(session: Session, person_id: UUID, name: str, days: int, now: datetime) -> None:
    if not 0 < len(name) <= 200:
        raise Refused(_NO_NAME)
    if not 1 <= days <= LONGEST:
        raise Refused(_DAYS)
    living = select(func.count()).where(
        AccessToken.person_id == person_id, AccessToken.ended_at.is_(None), AccessToken.expires_at > now
    )
    if (session.scalar(living) or 0) >= MOST:
        raise Refused(_FULL)
