"""Questions between colleagues: those that wait for me, those I wait for, and those about one task."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from service.actors import Actor
from service.models import Comment, Dossier, Nominee, Person, WorkItem
from service.permissions import visible_to

MOST = 100
"""Open questions of one list."""


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: who asks whom, about which task of which dossier."""

    id: UUID
    text: str
    at: datetime
    asker: str
    asked: str
    code: str
    nominee: str
    task: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What waits for the reader's answer, and whose answers the reader waits for; the oldest first."""

    to_me: tuple[Question, ...]
    from_me: tuple[Question, ...]


def questions_of(session: Session, actor: Actor) -> Questions:
    """The reader's open questions on dossiers they may still know of."""
    return Questions(
        _listed(session, _open(Comment.asked_id == actor.id).where(visible_to(actor))),
        _listed(session, _open(Comment.author_id == actor.id, Comment.asked_id.is_not(None)).where(visible_to(actor))),
    )


def questions_about(session: Session, item: WorkItem) -> tuple[Question, ...]:
    """The open questions somebody asked about a task."""
    about = _open(Comment.work_item_id == item.id, Comment.dossier_id == item.dossier_id, Comment.asked_id.is_not(None))
    return _listed(session, about)


def person_called(session: Session, username: str) -> UUID | None:
    """Whose user name this is; whether they may be asked is the command's to say."""
    return session.scalar(select(Person.id).where(Person.username == username.strip().casefold()))


def _listed(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[Question, ...]:
    return tuple(Question(*row) for row in session.execute(query.order_by(Comment.id).limit(MOST)))


def _open(*whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    asker, asked = aliased(Person), aliased(Person)
    shown = (asker.name, asked.name, Dossier.code, Nominee.name, WorkItem.title)
    return (
        select(Comment.id, Comment.text, Comment.written_at, *shown)
        .join(Dossier, Dossier.id == Comment.dossier_id)
        .join(Nominee, Nominee.id == Dossier.nominee_id)
        .join(WorkItem, WorkItem.id == Comment.work_item_id)
        .join(asker, asker.id == Comment.author_id)
        .join(asked, asked.id == Comment.asked_id)
        .where(Comment.answered_at.is_(None), *whose)
    )
