"""The stage strip: the way of a dossier in a few words, and how far it has come."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Dossier, WorkItem
from workflows.definition import Definition


@dataclass(frozen=True, slots=True)
class Stage:
    """One dot of the strip; `state` is done, now, ended (it stopped here) or empty (still to come)."""

    title: str
    state: str = ""


def stages_of(definition: Definition, element: str | None, *, ended: bool = False) -> tuple[Stage, ...]:
    """The diagram's stages; `element` is the task the dossier stands at, or the last one before it ended."""
    titles = list(dict.fromkeys(node.stage for node in definition.graph.tasks if node.stage))
    node = definition.graph.nodes.get(element or "")
    if node is None or node.stage is None:
        return tuple(map(Stage, titles))
    here = titles.index(node.stage)
    arrived = ended and here == len(titles) - 1
    states = ["done"] * here + ["done" if arrived else "ended" if ended else "now"] + [""] * (len(titles) - here - 1)
    return tuple(map(Stage, titles, states))


def place_of(session: Session, dossier: Dossier, definition: Definition) -> str | None:
    """The task the strip marks: where it stands; while a supplement is awaited the one that asked; else the last."""
    nodes = definition.graph.nodes
    for element in (dossier.stage, dossier.clock_element):
        if element and element in nodes and nodes[element].stage:
            return element
    done = select(WorkItem.element).where(WorkItem.dossier_id == dossier.id, WorkItem.closed_at.is_not(None))
    staged = [node.id for node in definition.graph.tasks if node.stage]
    return session.scalar(done.where(WorkItem.element.in_(staged)).order_by(WorkItem.closed_at.desc()).limit(1))
