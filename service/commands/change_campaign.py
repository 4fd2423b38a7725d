"""Change a campaign, or let it end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.models import Campaign

SHOWN = ("name", "valid_from", "valid_to")
"""What its form shows."""


def change_campaign(
    session: Session,
    actor: Actor | None,
    code: str,
    answers: Mapping[str, Any],
    *,
    seen: str | None = None,
    now: datetime,
) -> Campaign:
    """Change name and days from the answers of the form `campaign`; dossiers that name it keep it.

    `seen` is the sight of them that the author had. Raises NotAllowed, NotFound, InvalidAnswers or Conflict.
    """
    require_administrator(actor)
    said = keeping.asked("campaign", answers)
    keeping.require_order(said, "valid_from", "valid_to")
    return keeping.amend(
        session, Campaign, code, said, SHOWN, event="campaign_changed", actor=actor, seen=seen, now=now
    )
