"""Change what a cluster is called."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands import catalogue_keeping as keeping
from service.commands.administering import require_administrator
from service.models import Cluster

SHOWN = ("name", "kind")
"""What its form shows."""


def change_cluster(
    session: Session,
    actor: Actor | None,
    code: str,
    answers: Mapping[str, Any],
    *,
    seen: str | None = None,
    now: datetime,
) -> Cluster:
    """Change name and kind from the answers of the form `cluster`.

    `seen` is the sight of them that the author had. Raises NotAllowed, NotFound, InvalidAnswers or Conflict.
    """
    require_administrator(actor)
    said = keeping.asked("cluster", answers)
    return keeping.amend(session, Cluster, code, said, SHOWN, event="cluster_changed", actor=actor, seen=seen, now=now)
