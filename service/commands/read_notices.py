"""Marking notices as read."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.errors import NotFound
from service.models import Notice


def read_notices(session: Session, actor: Actor, notice_ids: Collection[UUID] | None = None, *, now: datetime) -> int:
    """Mark some of the actor's own notices (all, when none are named) as read, and say how many were unread.

    What has been read is no longer mailed. Raises NotFound when one of the named is not the actor's.
    """
    own = permissions.own_notices(actor)
    if notice_ids is not None:
        own &= Notice.id.in_(notice_ids)
        if session.scalar(select(func.count()).where(own)) != len(set(notice_ids)):
            raise NotFound
    unread = update(Notice).where(own, Notice.read_at.is_(None)).values(read_at=now, mail_due=False)
    return session.connection().execute(unread).rowcount
