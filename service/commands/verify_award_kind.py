"""Record that an award's rules were compared with the text in force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.award_editions import find_edition
from service.errors import Conflict, Reason
from service.models import AwardKind
from workflows.errors import msg

_VERIFIED = Reason("verified", msg("These rules have been verified already."))


def verify_award_kind(
    session: Session, actor: Actor | None, kind_id: UUID, answers: Mapping[str, Any], *, now: datetime
) -> AwardKind:
    """Mark the latest edition as verified, with who compared it, from the answers of the form `award_verify`.

    Raises NotAllowed, NotFound, InvalidAnswers, or Conflict when it is verified or no longer the latest.
    """
    require_administrator(actor)
    said = keeping.asked("award_verify", answers)
    keeping.take_turn(session)
    kind = find_edition(session, kind_id)
    if kind.verified:
        who, at = keeping.last_change(session, kind.id)
        raise Conflict(_VERIFIED, who=who, at=at)
    changed = keeping.change(kind, {"verified": True})
    session.flush()
    detail = {"code": kind.code, "valid_from": kind.valid_from, **changed, **said}
    keeping.note(session, "award_verified", kind, detail, actor=actor, now=now)
    return kind
