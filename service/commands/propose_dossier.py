"""Proposing in one act: opening a dossier and, when its proposal is written already, sending that on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.commands.complete_task import Completed, complete_task
from service.commands.open_dossier import open_dossier
from service.errors import NotAllowed, Reason, Refused
from service.models import Unit, WorkItem
from workflows.errors import msg

_NO_UNIT = Reason("unit", msg('There is no unit "{code}".'))


def propose_dossier(
    session: Session,
    actor: Actor,
    *,
    award: str,
    unit: str,
    nominee_kind: str,
    nominee_name: str,
    answers: Mapping[str, Any] | None = None,
    now: datetime,
) -> Completed:
    """Open a dossier of the unit with this code; with `answers` its first task is completed too, or nothing is done.

    Raises NotAllowed, Refused, or InvalidAnswers.
    """
    unit_id = _clerks_unit(session, actor, unit)
    dossier = open_dossier(
        session,
        actor,
        award_kind=award,
        unit_id=unit_id,
        nominee_kind=nominee_kind,
        nominee_name=nominee_name,
        now=now,
    )
    session.flush()  # the next act reads it anew
    item = session.scalars(select(WorkItem).where(WorkItem.dossier_id == dossier.id)).one()
    if answers is None:
        return Completed(dossier, item)
    return complete_task(session, actor, item.id, answers, now=now)


def _clerks_unit(session: Session, actor: Actor, code: str) -> UUID:
    """Only whoever is a clerk of some unit learns which units there are."""
    if reason := permissions.why_not_propose(actor):
        raise NotAllowed(reason)
    unit_id = session.scalar(select(Unit.id).where(Unit.code == code.upper()))
    if unit_id is None:
        raise Refused(Reason(_NO_UNIT.code, _NO_UNIT.message, {"code": code}))
    return unit_id
