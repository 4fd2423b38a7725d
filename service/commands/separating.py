"""Separation of duties: who did one task is excluded from the tasks that check it (`vd:separateFrom`)."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import rows
from service.actors import Actor, Seat
from service.models import Dossier, Exclusion, RollEntry, WorkItem
from workflows.definition import Definition
from workflows.outcome import ClosedTask, Outcome


def exclusions_by(
    session: Session,
    dossier: Dossier,
    definition: Definition,
    outcome: Outcome,
    *,
    item: WorkItem | None,
    actor: Actor | None,
    seat: Seat | None,
    known: Collection[Exclusion],
) -> list[Exclusion]:
    """What follows from completing the item, or a panel, for whoever did it and for whom they act; only what is new."""
    there = {(e.person_id, e.element, e.reason) for e in known}
    found = []
    for done, checking in _checked(definition, outcome, item):
        people = _voters(session, done.id) if definition.graph.nodes[done.element].panel else _people(actor, seat)
        reason = f"did:{done.element}"[:40]
        found += [
            Exclusion(dossier_id=dossier.id, person_id=person, element=task, reason=reason)
            for person in people
            for task in checking
            if (person, task, reason) not in there
        ]
    return found


def write(session: Session, exclusions: Collection[Exclusion], event_number: int) -> None:
    """Insert exclusions with the event that caused them."""
    names = ("dossier_id", "person_id", "element", "reason")
    new = [{**{name: getattr(e, name) for name in names}, "event_number": event_number} for e in exclusions]
    rows.add(session, Exclusion, new)


def _checked(definition: Definition, outcome: Outcome, item: WorkItem | None) -> Iterator[tuple[ClosedTask, list[str]]]:
    """The tasks that were done, not withdrawn, each with the tasks that check it."""
    for done in outcome.closed:
        own = item is not None and done.id == item.task
        voted = definition.graph.nodes[done.element].panel is not None and done.element in outcome.walked
        checking = [node.id for node in definition.graph.tasks if done.element in node.separate_from]
        if checking and (own or voted):
            yield done, checking


def _voters(session: Session, task: str) -> Sequence[UUID]:
    return session.scalars(
        select(RollEntry.person_id).where(RollEntry.task == task, RollEntry.voted_on.is_not(None))
    ).all()


def _people(actor: Actor | None, seat: Seat | None) -> Iterator[UUID]:
    if actor is not None:
        yield actor.id
    if seat is not None and seat.holder_id is not None:
        yield seat.holder_id
