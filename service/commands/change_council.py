"""Change what a council is called."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.models import Council

SHOWN = ("name",)
"""What its form shows."""


def change_council(
    session: Session,
    actor: Actor | None,
    code: str,
    answers: Mapping[str, Any],
    *,
    seen: str | None = None,
    now: datetime,
) -> Council:
    """Change the name from the answers of the form `council`.

    `seen` is the sight of them that the author had. Raises NotAllowed, NotFound, InvalidAnswers or Conflict.
    """
    require_administrator(actor)
    said = keeping.asked("council", answers)
    return keeping.amend(session, Council, code, said, SHOWN, event="council_changed", actor=actor, seen=seen, now=now)
