"""Let a person go."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.clock import local_date
from service.commands.accounts import end_links, end_tokens
from service.commands.administering import end_sessions, find_people, require_administrator, require_still
from service.commands.giving_back import give_back_of
from service.errors import Conflict, Reason, Refused
from service.models import Person, WorkItem
from service.text import tidy
from workflows.errors import msg

NO_REASON = Reason("reason", msg("Say why."))
_GONE = Reason("gone", msg("This person has left already."))


def deactivate_person(session: Session, actor: Actor | None, person_id: UUID, *, reason: str, now: datetime) -> Person:
    """From now on the person does not sign in, nothing acts in their name, and what they had taken is the group's.

    Sessions, tokens and links end for good. Roles and delegations stay in the books and count again should the person
    return. On the roll of a vote that is open they stay too, for its denominator was fixed when it was opened: the
    secretary closes it once there is a quorum.
    Raises NotAllowed, NotFound, Refused (no reason) or Conflict (gone already).
    """
    require_administrator(actor, of=person_id)
    reason = tidy(reason)[:400]
    if not reason:
        raise Refused(NO_REASON)
    person = _locked(session, actor, person_id, now)
    person.left_at = now
    session.flush()
    detail = {
        "reason": reason,
        "sessions": end_sessions(session, person_id, now=now),
        "tokens": end_tokens(session, actor, person_id, now=now),
        "tasks": give_back_of(session, person_id, now=now),
        "ballots": _open_ballots(session, person_id),
    }
    end_links(session, person_id, now=now)
    events.note_on(session, f"person/{person_id}", "person_left", detail, actor=actor, at=now)
    return person


def _locked(session: Session, actor: Actor | None, person_id: UUID, now: datetime) -> Person:
    """The person, still there, with the administrator who is still one."""
    person = find_people(session, person_id, *([actor.id] if actor else []))[person_id]
    require_still(session, actor, today=local_date(now))
    if person.left_at is not None:
        raise Conflict(_GONE, who=None, at=person.left_at)
    return person


def _open_ballots(session: Session, person_id: UUID) -> int:
    mine = (WorkItem.assignee_id == person_id, WorkItem.panel, WorkItem.closed_at.is_(None))
    return session.scalars(select(func.count()).select_from(WorkItem).where(*mine)).one()
