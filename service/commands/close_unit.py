"""End a unit, and say who goes on with what it has begun."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.clustering import memberships_from
from service.commands.handing_over import Change, hand_over, take_along
from service.commands.redating import cut
from service.errors import Reason, Refused
from service.models import Unit
from workflows.errors import msg

_BACK = timedelta(days=366)
_CLOSED = Reason("closed", msg("This unit has been closed already."))


def close_unit(session: Session, actor: Actor | None, code: str, answers: Mapping[str, Any], *, now: datetime) -> Unit:
    """Close a unit after its last day, from the answers of the form `unit_close`; it is never deleted.

    Its membership of a cluster ends with it and nobody opens dossiers of it any more. Dossiers under way stay the
    unit's own: `roles` says who goes on with them. Raises NotAllowed, NotFound, InvalidAnswers or Refused.
    """
    require_administrator(actor)
    said = keeping.asked("unit_close", answers)
    keeping.take_turn(session)
    unit, last_day = keeping.find(session, Unit, code), said["last_day"]
    if unit.valid_to is not None:
        raise Refused(_CLOSED)
    _require_day(unit, last_day, local_date(now))
    successor = _successor(session, unit, said.get("successor"), last_day)
    changed = keeping.change(unit, {"valid_to": last_day, "successor_id": successor.id if successor else None})
    for membership in memberships_from(session, unit.id, last_day + timedelta(days=1)):
        cut(session, membership, last_day, actor=actor, now=now)
    if successor is not None and said["roles"] != "keep":
        step = {"copy": take_along, "hand_over": hand_over}[said["roles"]]
        step(session, actor, Change(unit, successor, last_day, said["basis"]), now=now)
    detail = {"code": code, "valid_to": changed["valid_to"], "successor": [None, successor.code if successor else None]}
    keeping.note(
        session, "unit_closed", unit, {**detail, "roles": said["roles"], "basis": said["basis"]}, actor=actor, now=now
    )
    return unit


def _require_day(unit: Unit, last_day: date, today: date) -> None:
    if last_day < unit.valid_from:
        keeping.refuse("last_day", "before", msg("The last day lies before the first."))
    if last_day < today - _BACK:
        keeping.refuse("last_day", "long_ago", msg("The last day lies more than a year back."))


def _successor(session: Session, unit: Unit, code: str | None, last_day: date) -> Unit | None:
    """The unit that takes over; it must still be there the day after. Raises InvalidAnswers."""
    if code is None:
        return None
    found = session.scalar(select(Unit).where(Unit.code == code))
    if found is None:
        keeping.refuse("successor", "choice", msg("Choose one of the options."))
    if found.id == unit.id:
        keeping.refuse("successor", "itself", msg("A unit does not succeed itself."))
    if found.valid_to is not None or found.valid_from > last_day + timedelta(days=1):
        keeping.refuse("successor", "closed", msg("The successor must exist from the next day on, without an end."))
    return found
