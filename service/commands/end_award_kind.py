"""Stop giving an award."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.award_editions import find_edition
from service.models import AwardKind
from workflows.errors import msg


def end_award_kind(
    session: Session, actor: Actor | None, kind_id: UUID, answers: Mapping[str, Any], *, now: datetime
) -> AwardKind:
    """Nobody is proposed for the award after its last day; dossiers under way go on. From the form `award_end`.

    The same day again changes nothing.

    Raises NotAllowed, NotFound, InvalidAnswers, or Conflict when a later edition was added meanwhile.
    """
    require_administrator(actor)
    said = keeping.asked("award_end", answers)
    keeping.take_turn(session)
    kind = find_edition(session, kind_id)
    if said["last_day"] < max(local_date(now), kind.valid_from):
        keeping.refuse("last_day", "past", msg("The last day is today or later, and not before these rules begin."))
    changed = keeping.change(kind, {"valid_to": said["last_day"]})
    if not changed:
        return kind
    session.flush()
    detail = {"code": kind.code, **changed, "basis": said["basis"]}
    keeping.note(session, "award_ended", kind, detail, actor=actor, now=now)
    return kind
