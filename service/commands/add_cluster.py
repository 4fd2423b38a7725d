"""Enter a cluster."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.ids import new_id
from service.models import Cluster

_ASKED = ("name", "kind")


def add_cluster(session: Session, actor: Actor | None, answers: Mapping[str, Any], *, now: datetime) -> Cluster:
    """Enter a cluster, still without units, from the answers of the form `cluster_new`.

    Raises NotAllowed or InvalidAnswers.
    """
    require_administrator(actor)
    said = keeping.asked("cluster_new", answers)
    keeping.take_turn(session)
    code = said["code"].upper()
    keeping.require_free(session, Cluster, code)
    row = Cluster(id=new_id(), code=code, **{name: said.get(name) for name in _ASKED})
    session.add(row)
    session.flush()
    detail = {"code": code, **{name: said.get(name) for name in _ASKED}, "basis": said["basis"]}
    keeping.note(session, "cluster_added", row, detail, actor=actor, now=now)
    return row
