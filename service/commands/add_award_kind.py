"""Enter an award into the catalogue."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.award_editions import rules_asked
from service.ids import new_id
from service.models import AwardKind


def add_award_kind(session: Session, actor: Actor | None, answers: Mapping[str, Any], *, now: datetime) -> AwardKind:
    """Enter an award with its first rules; nobody has verified them yet. Raises NotAllowed or InvalidAnswers."""
    require_administrator(actor)
    keeping.take_turn(session)
    columns = rules_asked(session, answers, None, local_date(now))
    keeping.require_free(session, AwardKind, columns["code"])
    last = session.scalar(select(func.max(AwardKind.position))) or 0
    kind = AwardKind(id=new_id(), position=last + 1, verified=False, **columns)
    session.add(kind)
    session.flush()
    keeping.note(session, "award_added", kind, columns, actor=actor, now=now)
    return kind
