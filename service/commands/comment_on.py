"""Saying something on a dossier."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events, permissions
from service.actors import Actor
from service.commands.locking import find_dossier
from service.commands.wording import named_in, worded
from service.errors import NotAllowed, NotFound
from service.ids import new_id
from service.models import Comment, Dossier


def comment_on(
    session: Session, actor: Actor, code: str, text: str, *, item_id: UUID | None = None, now: datetime
) -> Comment:
    """Write a comment on the dossier with this code; whoever it names with @username is told.

    `item_id` is the task at hand, when there is one. Raises NotFound, NotAllowed (auditors, inspectors, the nominee)
    or Refused: empty, longer than 4,000 characters, or naming somebody who may not read the dossier.
    """
    dossier_id = session.scalar(select(Dossier.id).where(Dossier.code == code))
    if dossier_id is None:
        raise NotFound(code)
    dossier = find_dossier(session, dossier_id, actor)
    if refusal := permissions.why_not_comment(actor, permissions.exclusions_of(session, dossier.id)):
        raise NotAllowed(refusal)
    text = worded(text)
    named = [str(person) for person in named_in(session, dossier, text, now=now)]
    comment = Comment(
        id=new_id(),
        dossier_id=dossier.id,
        work_item_id=item_id,
        author_id=actor.id,
        text=text,
        mentions=named,
        written_at=now,
    )
    session.add(comment)
    detail = {"comment": str(comment.id), "text": text, "mentions": named}
    events.note(session, dossier, "commented", detail, actor=actor, at=now)
    return comment
