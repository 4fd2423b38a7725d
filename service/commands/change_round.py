"""Change an award round, or let it end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.models import AwardRound

SHOWN = ("name", "intake_from", "intake_to")
"""What its form shows."""


def change_round(
    session: Session,
    actor: Actor | None,
    code: str,
    answers: Mapping[str, Any],
    *,
    seen: str | None = None,
    now: datetime,
) -> AwardRound:
    """Change name and days from the answers of the form `round`; dossiers that name it keep it.

    `seen` is the sight of them that the author had. Raises NotAllowed, NotFound, InvalidAnswers or Conflict.
    """
    require_administrator(actor)
    said = keeping.asked("round", answers)
    keeping.require_order(said, "intake_from", "intake_to")
    return keeping.amend(session, AwardRound, code, said, SHOWN, event="round_changed", actor=actor, seen=seen, now=now)
