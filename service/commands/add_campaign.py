"""Enter a campaign."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.ids import new_id
from service.models import Campaign

_ASKED = ("name", "valid_from", "valid_to")


def add_campaign(session: Session, actor: Actor | None, answers: Mapping[str, Any], *, now: datetime) -> Campaign:
    """Enter a campaign that proposals may name, from the answers of the form `campaign_new`.

    Raises NotAllowed or InvalidAnswers.
    """
    require_administrator(actor)
    said = keeping.asked("campaign_new", answers)
    keeping.require_order(said, "valid_from", "valid_to")
    keeping.take_turn(session)
    code = said["code"]
    keeping.require_free(session, Campaign, code)
    row = Campaign(id=new_id(), code=code, **{name: said.get(name) for name in _ASKED})
    session.add(row)
    session.flush()
    detail = {"code": code, **{name: said.get(name) for name in _ASKED}, "basis": said["basis"]}
    keeping.note(session, "campaign_added", row, detail, actor=actor, now=now)
    return row
