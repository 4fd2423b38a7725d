"""Dossiers for other systems: by their codes, with what their tasks were answered, as it is kept, and their papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service.actors import Actor
from service.errors import NotFound
from service.models import Answer, Dossier, Person, WorkItem
from service.permissions import visible_to
from service.queries.documents import Document, documents_of


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One task somebody completed."""

    element: str
    person: str
    at: datetime
    values: Mapping[str, Any]


def given_answers(session: Session, dossier_id: UUID) -> Sequence[GivenAnswer]:
    """The answers that stand of a dossier the reader may know of, oldest first; ballots are not among them.

    What its author has taken back is not told: of a task that was answered twice only the last answer stands.
    """
    rows = session.execute(
        select(Answer.work_item_id, Answer.element, Person.username, Answer.answered_at, Answer.data)
        .join(Person, Person.id == Answer.person_id)
        .join(WorkItem, WorkItem.id == Answer.work_item_id)
        .where(Answer.dossier_id == dossier_id, WorkItem.closed_at.is_not(None))
        .order_by(Answer.answered_at, Answer.id)
    )
    standing = {row.work_item_id: GivenAnswer(*row[1:]) for row in rows}
    return sorted(standing.values(), key=lambda one: one.at)


def dossier_with(session: Session, actor: Actor, code: str) -> UUID:
    """The id of the dossier with this code. Raises NotFound when the actor may not know of it."""
    found = session.scalar(select(Dossier.id).where(Dossier.code == code, visible_to(actor)))
    if found is None:
        raise NotFound(code)
    return found


def attachments_of(session: Session, actor: Actor, code: str) -> Sequence[Document]:
    """The papers of a dossier, the oldest first. Raises NotFound when the actor may not know of it."""
    found = documents_of(session, actor, dossier_with_award(session, actor, code))
    return sorted((file for kind in found.kinds for file in kind.files), key=lambda file: (file.added_at, file.id))


def dossier_with_award(session: Session, actor: Actor, code: str) -> Dossier:
    """The dossier with this code, its award kind loaded. Raises NotFound when the actor may not know of it."""
    one = select(Dossier).join(Dossier.award_kind).options(contains_eager(Dossier.award_kind))
    found = session.scalar(one.where(Dossier.code == code, visible_to(actor)))
    if found is None:
        raise NotFound(code)
    return found
