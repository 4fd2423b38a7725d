"""Enter an award round."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.ids import new_id
from service.models import AwardRound

_ASKED = ("name", "intake_from", "intake_to")


def add_round(session: Session, actor: Actor | None, answers: Mapping[str, Any], *, now: datetime) -> AwardRound:
    """Enter a period in which proposals are taken, from the answers of the form `round_new`.

    Raises NotAllowed or InvalidAnswers.
    """
    require_administrator(actor)
    said = keeping.asked("round_new", answers)
    keeping.require_order(said, "intake_from", "intake_to")
    keeping.take_turn(session)
    code = said["code"]
    keeping.require_free(session, AwardRound, code)
    row = AwardRound(id=new_id(), code=code, **{name: said.get(name) for name in _ASKED})
    session.add(row)
    session.flush()
    detail = {"code": code, **{name: said.get(name) for name in _ASKED}, "basis": said["basis"]}
    keeping.note(session, "round_added", row, detail, actor=actor, now=now)
    return row
