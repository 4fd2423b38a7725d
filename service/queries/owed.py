"""Who waits for whom: those whose dossiers lie with the reader, and those with whom the reader's own lie."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from service import permissions
from service.actors import Actor
from service.models import Dossier, Nominee, Person, Status, Unit, WorkItem

MOST = 100
"""Lines of each list."""
_LOOKED_BACK = 300
"""Tasks the reader did last, among whose dossiers those still on their way are sought."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier that lies with somebody."""

    item_id: UUID
    code: str
    nominee: str
    unit: str
    title: str
    since: datetime
    due_on: date
    person: str | None
    """Who waits for the reader: whoever proposed it. Or whom the reader waits for; empty while nobody has taken it."""
    role: str | None
    people: int = 1
    """Of a vote: how many members have still to cast their ballot."""


def waiting_for(session: Session, actor: Actor) -> tuple[Waiting, ...]:
    """What lies with the reader alone, the earliest due first, and who proposed it; not what they began themselves."""
    mine = permissions.assigned(permissions.shape_of(actor))
    walk = (
        _lines()
        .join(_proposer, _proposer.id == Dossier.created_by_id)
        .where(mine, Dossier.created_by_id != bindparam("actor"))
    )
    found = session.execute(walk.order_by(WorkItem.due_on, WorkItem.id).limit(MOST), permissions.values_of(actor))
    return tuple(Waiting(**row._mapping) for row in found)


def awaited_by(session: Session, actor: Actor) -> tuple[Waiting, ...]:
    """Where the dossiers stand on which the reader did something lately, and with whom; the earliest due first.

    What the reader may do themselves is no waiting. Only dossiers the reader may know of.
    """
    did = (
        select(WorkItem.dossier_id)
        .where(WorkItem.closed_by_id == bindparam("actor"))
        .order_by(WorkItem.closed_at.desc(), WorkItem.id.desc())
        .limit(_LOOKED_BACK)
        .subquery()
    )
    lines = _lines().outerjoin(_proposer, _proposer.id == WorkItem.assignee_id)
    theirs = lines.where(
        WorkItem.dossier_id.in_(select(did.c.dossier_id)),
        WorkItem.closed_at.is_(None),
        Dossier.status == Status.RUNNING,
        WorkItem.assignee_id.is_distinct_from(bindparam("actor")),
        permissions.visible_to(actor),
    )
    found = session.execute(theirs.order_by(WorkItem.due_on, WorkItem.id).limit(MOST), {"actor": actor.id})
    return _one_a_task([dict(row._mapping) for row in found], actor)


_proposer = aliased(Person)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            WorkItem.id.label("item_id"),
            Dossier.code,
            Nominee.name.label("nominee"),
            Unit.name.label("unit"),
            WorkItem.title,
            WorkItem.opened_at.label("since"),
            WorkItem.due_on,
            _proposer.name.label("person"),
            WorkItem.role,
        )
        .join(Dossier, Dossier.id == WorkItem.dossier_id)
        .join(Nominee, Nominee.id == Dossier.nominee_id)
        .join(Unit, Unit.id == Dossier.unit_id)
    )


def _one_a_task(rows: list[dict[str, Any]], actor: Actor) -> tuple[Waiting, ...]:
    """The members of a vote as one line; what waits for a role of the reader's own is left to their inbox."""
    lines: dict[tuple[str, str], Waiting] = {}
    for row in rows:
        key = (row["code"], row["title"])
        earlier = lines.get(key)
        if earlier is not None:
            row |= {"person": None, "people": earlier.people + 1, "item_id": earlier.item_id}
        elif row["person"] is None and row["role"] in actor.roles:
            continue
        lines[key] = Waiting(**row)
    return tuple(lines.values())
