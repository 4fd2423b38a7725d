"""Asking a colleague a question about a task, without giving the task away."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.locking import Held, allow, find_item
from service.commands.wording import named_in, worded
from service.errors import Reason, Refused
from service.ids import new_id
from service.models import Comment
from workflows.errors import msg

_ONESELF = Reason("oneself", msg("Ask somebody else than yourself."))
_NOBODY = Reason("nobody", msg("Choose whom to ask among those who may read this dossier."))
_CANNOT = msg("{name} cannot answer here: {reason}")
_ASKED = msg("{name} has not answered your earlier question on this task yet.")


def ask_colleague(
    session: Session, actor: Actor, item_id: UUID, asked_id: UUID | None, text: str, *, now: datetime
) -> Comment:
    """Ask somebody who may read the dossier; the task stays with whoever has it, and nobody may do or see more.

    `asked_id` is empty when nobody of that name is known. Raises NotFound, NotAllowed, Conflict (the task is done or
    another's) or Refused (whom or what is asked).
    """
    held = find_item(session, item_id)
    seat = allow(session, actor, held)
    text = worded(text)
    colleague = _colleague(session, actor, held, asked_id, now)
    _not_asked_before(session, actor, held, colleague)
    named = [str(person) for person in named_in(session, held.dossier, text, now=now)]
    question = Comment(
        id=new_id(),
        dossier_id=held.dossier.id,
        work_item_id=held.item.id,
        author_id=actor.id,
        text=text,
        mentions=named,
        written_at=now,
        asked_id=colleague.id,
    )
    session.add(question)
    detail = {"comment": str(question.id), "text": text, "mentions": named, "asked": str(colleague.id)}
    detail |= {"element": held.item.element, "title": held.item.title}
    events.note(session, held.dossier, "asked", detail, actor=actor, seat=seat, at=now)
    return question


def _colleague(session: Session, actor: Actor, held: Held, asked_id: UUID | None, now: datetime) -> Actor:
    if asked_id == actor.id:
        raise Refused(_ONESELF)
    colleague = permissions.actor_of(session, asked_id, today=local_date(now)) if asked_id else None
    if colleague is None or not permissions.can_see(session, colleague, held.dossier):
        raise Refused(_NOBODY)
    if reason := permissions.why_not_comment(colleague, held.exclusions):
        raise Refused(Reason("cannot_answer", _CANNOT, {"name": colleague.name, "reason": reason}))
    return colleague


def _not_asked_before(session: Session, actor: Actor, held: Held, colleague: Actor) -> None:
    open_question = exists().where(
        Comment.dossier_id == held.dossier.id,
        Comment.work_item_id == held.item.id,
        Comment.author_id == actor.id,
        Comment.asked_id == colleague.id,
        Comment.answered_at.is_(None),
    )
    if session.scalar(select(open_question)):
        raise Refused(Reason("asked_before", _ASKED, {"name": colleague.name}))
