"""Enter a unit that may propose awards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.commands.clustering import cluster_chosen, member_of
from service.ids import new_id
from service.models import Unit


def add_unit(session: Session, actor: Actor | None, answers: Mapping[str, Any], *, now: datetime) -> Unit:
    """Enter a unit from the answers of the form `unit_new`, and place it in its cluster when one is named.

    Raises NotAllowed or InvalidAnswers.
    """
    require_administrator(actor)
    said = keeping.asked("unit_new", answers)
    keeping.take_turn(session)
    code = said["code"].upper()
    keeping.require_free(session, Unit, code)
    cluster = cluster_chosen(session, said["cluster"]) if "cluster" in said else None
    unit = Unit(id=new_id(), code=code, name=said["name"], kind=said["kind"], valid_from=said["valid_from"])
    session.add(unit)
    session.flush()
    if cluster is not None:
        session.add(member_of(cluster, unit, said["valid_from"], actor=actor, now=now))
    detail = {"code": code, "name": unit.name, "kind": unit.kind, "valid_from": unit.valid_from}
    detail |= {"cluster": cluster.code if cluster else None, "basis": said["basis"]}
    keeping.note(session, "unit_added", unit, detail, actor=actor, now=now)
    return unit
