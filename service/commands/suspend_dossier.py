"""Suspending a dossier while something about it is verified."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands.locking import find_dossier
from service.errors import NotAllowed, Reason, Refused
from service.models import Dossier, Status
from service.text import tidy
from workflows.errors import msg

_NO_REASON = Reason("no_reason", msg("Say why the dossier is suspended."))


def suspend_dossier(session: Session, actor: Actor, dossier_id: UUID, reason: str, *, now: datetime) -> Dossier:
    """Stop everything on a dossier, its timers too, until it is resumed.

    Raises NotFound, NotAllowed or Refused (suspended or ended already, no reason).
    """
    dossier = find_dossier(session, dossier_id, actor)
    exclusions = permissions.exclusions_of(session, dossier.id)
    if refusal := permissions.why_not_suspend(actor, exclusions):
        raise NotAllowed(refusal)
    if still := permissions.standing(dossier):
        raise Refused(still)
    reason = tidy(reason)
    if not reason:
        raise Refused(_NO_REASON)
    dossier.status = Status.SUSPENDED
    seat = permissions.suspending_seat(actor, exclusions)
    events.note(session, dossier, "dossier_suspended", {"reason": reason}, actor=actor, seat=seat, at=now)
    return dossier
