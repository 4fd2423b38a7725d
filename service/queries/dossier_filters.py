"""What the list of dossiers can be narrowed to: units, awards and stages that occur in it."""

from dataclasses import dataclass

from sqlalchemy import exists, func, literal_column, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import AwardKind, Dossier, Process, ProcessVersion, Unit
from service.permissions import visible_to
from service.queries.worded import definition_named

Choices = tuple[tuple[str, str], ...]
"""Values with their titles."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices of each filter."""

    units: Choices
    awards: Choices
    tasks: Choices
    ends: Choices
    held_up: int
    """How many of the dossiers have an incident nobody has resolved."""


def dossier_filters(session: Session, actor: Actor) -> Filters:
    """Units and awards of the dossiers the actor may know of; tasks and ends of the processes now in use."""
    of_unit = exists(select(Dossier.id).where(Dossier.unit_id == Unit.id, visible_to(actor)))
    of_award = exists(select(Dossier.id).where(Dossier.award_kind_id == AwardKind.id, visible_to(actor)))
    units = session.execute(select(Unit.code, Unit.name).where(of_unit).order_by(Unit.name))
    awards = session.execute(select(AwardKind.code, AwardKind.name).where(of_award).order_by(AwardKind.position))
    tasks, ends = _elements(session)
    held_up = select(func.count()).where(Dossier.incidents_open > literal_column("0"), visible_to(actor))
    return Filters(_choices(units), _choices(awards), tasks, ends, session.scalars(held_up).one())


def _elements(session: Session) -> tuple[Choices, Choices]:
    current = select(ProcessVersion.name, ProcessVersion.id).join(
        Process, Process.current_version_id == ProcessVersion.id
    )
    tasks: dict[str, str] = {}
    ends: dict[str, str] = {}
    for name, version_id in session.execute(current.order_by(Process.key)):
        graph = definition_named(session, name, version_id).graph
        tasks |= {node.id: node.name for node in graph.tasks}
        ends |= {node.id: node.name for node in graph.nodes.values() if node.kind == "endEvent" and not node.parent}
    return tuple(tasks.items()), tuple(ends.items())


def _choices(rows: object) -> Choices:
    return tuple(dict(tuple(row) for row in rows).items())  # type: ignore[attr-defined]
