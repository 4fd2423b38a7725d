"""What people said on a dossier: comments, questions and answers, and whom one may name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from service import permissions
from service.actors import Actor
from service.clock import local_date
from service.errors import Reason
from service.models import Comment, Dossier, Person, RoleGrant, WorkItem
from service.text import MENTION, fold

PAGE = 100
"""Comments of one page: the latest; earlier ones are asked for."""
OFFERED = 8
"""People offered while a name is typed."""
_SOUGHT = 40
Piece = tuple[str, bool]
"""A part of a text, and whether it names somebody."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, a question or an answer; `pieces` are its text, the people it names told apart."""

    id: UUID
    author: str
    position: str
    mine: bool
    at: datetime
    pieces: tuple[Piece, ...]
    task: str
    asked: str | None
    asks_me: bool
    """Whether it is a question that waits for the reader's answer."""
    answered_at: datetime | None
    answers: UUID | None


@dataclass(frozen=True, slots=True)
class Talk:
    """A page of what was said, oldest first; `earlier` is where the page before it ends, `reason` why to keep quiet."""

    said: tuple[Said, ...]
    earlier: UUID | None
    reason: Reason | None


def comments_of(
    session: Session, actor: Actor, dossier: Dossier, *, before: UUID | None = None, limit: int = PAGE
) -> Talk:
    """What was said on a dossier the actor may know of."""
    exclusions = permissions.exclusions_of(session, dossier.id)
    reason = permissions.why_not_comment(actor, exclusions)
    rows = session.execute(_latest(dossier, before).limit(limit + 1)).all()
    named = _named(session, [row[0] for row in rows])
    shown = [_said(row, actor, named, reason) for row in reversed(rows[:limit])]
    return Talk(tuple(shown), shown[0].id if len(rows) > limit else None, reason)


def readers(session: Session, actor: Actor, dossier: Dossier, text: str, *, now: datetime) -> list[Actor]:
    """People with a role who may know of the dossier and whose name or user name holds these words; a few of them."""
    words = [_escaped(word) for word in fold(text).split()][:4]
    found = select(Person.id).where(Person.left_at.is_(None), Person.id != actor.id)
    found = found.where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.ended_at.is_(None))))
    for word in words:
        like = f"%{word}%"
        found = found.where(Person.name_order.like(like, escape="/") | Person.username.like(like, escape="/"))
    ids = session.scalars(found.order_by(Person.name_order).limit(_SOUGHT)).all()
    people = permissions.actors_among(session, ids, today=local_date(now))
    knowing = permissions.onlookers(session, dossier, people)
    return [person for person in people if person.id in knowing][:OFFERED]


def _latest(dossier: Dossier, before: UUID | None) -> Select[*tuple[Any, ...]]:
    asked = aliased(Person)
    query = (
        select(Comment, Person.name, Person.position, WorkItem.title, asked.name.label("asked"))
        .join(Person, Person.id == Comment.author_id)
        .outerjoin(WorkItem, WorkItem.id == Comment.work_item_id)
        .outerjoin(asked, asked.id == Comment.asked_id)
        .where(Comment.dossier_id == dossier.id)
        .order_by(Comment.id.desc())
    )
    return query.where(Comment.id < before) if before else query


def _said(row: Any, actor: Actor, named: Mapping[str, str], reason: Reason | None) -> Said:
    comment: Comment = row[0]
    asks_me = comment.asked_id == actor.id and comment.answered_at is None and reason is None
    return Said(
        id=comment.id,
        author=row.name,
        position=row.position,
        mine=comment.author_id == actor.id,
        at=comment.written_at,
        pieces=tuple(_pieces(comment.text, named)),
        task=row.title or "",
        asked=row.asked,
        asks_me=asks_me,
        answered_at=comment.answered_at,
        answers=comment.answers_id,
    )


def _named(session: Session, comments: Sequence[Comment]) -> Mapping[str, str]:
    """The names of everybody these comments name, by user name."""
    ids = {UUID(one) for comment in comments for one in comment.mentions}
    if not ids:
        return {}
    people = session.execute(select(Person.username, Person.name).where(Person.id.in_(ids)))
    return {username: name for username, name in people}


def _pieces(text: str, named: Mapping[str, str]) -> Iterator[Piece]:
    end = 0
    for match in MENTION.finditer(text):
        name = named.get(match[1].casefold())
        if name:
            yield text[end : match.start()], False
            yield f"@{name}", True
            end = match.end()
    yield text[end:], False


def _escaped(word: str) -> str:
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")
