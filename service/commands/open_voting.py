"""Open the vote on dossiers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.completing import complete_item, opens_vote
from service.commands.locking import Held, allow, find_items
from service.errors import NotAllowed, NotFound, Reason, Refused
from service.facts import voting_council
from service.ids import new_id
from service.models import CouncilSession
from workflows.errors import msg

BACK = timedelta(days=30)
AHEAD = timedelta(days=365)
"""How far from today a sitting may lie: beyond, the day was mistyped."""
_NOTHING = Reason("nothing_chosen", msg("Choose at least one dossier."))
_NO_COUNCIL = Reason("no_council", msg("No council has been set up."))
_NOT_AN_OPENING = Reason("not_opening", msg("This task does not open a vote."))


def open_voting(
    session: Session, actor: Actor, item_ids: Sequence[UUID], held_on: date, *, now: datetime
) -> CouncilSession:
    """Open the vote on every chosen dossier at one sitting, or on none; the council's members are copied to the roll.

    A dossier that the engine cannot move on stays with the secretary and has an incident; the others are opened.
    Raises NotAllowed, Refused, NotFound, or Conflict when one of the tasks is done, claimed or gone.
    """
    reason = permissions.why_not_open_voting(actor)
    if reason:
        raise NotAllowed(reason)
    if not item_ids:
        raise Refused(_NOTHING)
    _require_near(held_on, local_date(now))
    found = find_items(session, set(item_ids))
    if len(found) < len(set(item_ids)):
        raise NotFound
    sitting = _sit(session, actor, held_on, now)
    for held in found:
        _open(session, actor, held, sitting, now)
    session.flush()
    return sitting


def _require_near(held_on: date, today: date) -> None:
    first, last = today - BACK, today + AHEAD
    if not first <= held_on <= last:
        far = msg("The day of the sitting must be from {first} to {last}.")
        raise Refused(Reason("far_day", far, {"first": first, "last": last}))


def _sit(session: Session, actor: Actor, held_on: date, now: datetime) -> CouncilSession:
    council_id = voting_council(session, today=local_date(now))
    if council_id is None:
        raise Refused(_NO_COUNCIL)
    sitting = CouncilSession(id=new_id(), council_id=council_id, held_on=held_on, opened_at=now, opened_by_id=actor.id)
    session.add(sitting)
    session.flush()
    return sitting


def _open(session: Session, actor: Actor, held: Held, sitting: CouncilSession, now: datetime) -> None:
    seat = allow(session, actor, held)
    if not opens_vote(session, held):
        raise Refused(_NOT_AN_OPENING)
    answers = {"session_date": sitting.held_on.isoformat()}
    complete_item(session, actor, seat, held, answers, now=now, sitting=sitting)
