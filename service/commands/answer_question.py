"""Answering a question a colleague asked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands.locking import find_dossier
from service.commands.wording import named_in, worded
from service.errors import Conflict, NotAllowed, NotFound, Reason
from service.ids import new_id
from service.models import Comment, Dossier
from workflows.errors import msg

_ANSWERED = Reason("answered", msg("You have already answered this question."))


def answer_question(session: Session, actor: Actor, question_id: UUID, text: str, *, now: datetime) -> Comment:
    """Answer a question; the answer is a comment linked to it, and the asker is told.

    Raises NotFound (no question, or a dossier one may not know of), NotAllowed (another was asked), Conflict (answered
    already) or Refused (empty, too long, naming strangers).
    """
    dossier, question = _question(session, actor, question_id)
    if refusal := permissions.why_not_answer(actor, question, permissions.exclusions_of(session, dossier.id)):
        raise NotAllowed(refusal)
    if question.answered_at is not None:
        raise Conflict(_ANSWERED, who=actor.name, at=question.answered_at, dossier_code=dossier.code)
    text = worded(text)
    named = [str(person) for person in named_in(session, dossier, text, now=now)]
    answer = Comment(
        id=new_id(),
        dossier_id=dossier.id,
        work_item_id=question.work_item_id,
        author_id=actor.id,
        text=text,
        mentions=named,
        written_at=now,
        answers_id=question.id,
    )
    question.answered_at = now
    session.add(answer)
    detail = {"comment": str(answer.id), "text": text, "mentions": named, "question": str(question.id)}
    events.note(session, dossier, "answered", {**detail, "asker": str(question.author_id)}, actor=actor, at=now)
    return answer


def _question(session: Session, actor: Actor, question_id: UUID) -> tuple[Dossier, Comment]:
    """The question and its dossier, both locked."""
    dossier_id = session.scalar(select(Comment.dossier_id).where(Comment.id == question_id))
    if dossier_id is None:
        raise NotFound(str(question_id))
    dossier = find_dossier(session, dossier_id, actor)
    return dossier, session.scalars(select(Comment).where(Comment.id == question_id).with_for_update()).one()
