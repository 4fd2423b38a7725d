"""Change what a unit is called, or what kind of unit it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.models import Unit

SHOWN = ("name", "kind")
"""What its form shows."""


def change_unit(
    session: Session,
    actor: Actor | None,
    code: str,
    answers: Mapping[str, Any],
    *,
    seen: str | None = None,
    now: datetime,
) -> Unit:
    """Change name and kind from the answers of the form `unit`; its dossiers show the new name at once.

    `seen` is the sight of them that the author had. Raises NotAllowed, NotFound, InvalidAnswers or Conflict.
    """
    require_administrator(actor)
    said = keeping.asked("unit", answers)
    return keeping.amend(session, Unit, code, said, SHOWN, event="unit_changed", actor=actor, seen=seen, now=now)
