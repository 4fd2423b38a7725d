"""Talking on a dossier: comments and questions, who follows, and what each person was told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id, Text40

_UNANSWERED = text("asked_id is not null and answered_at is null")
_UNREAD = text("read_at is null")
_UNMAILED = text("mailed_at is null and mail_due")


class Comment(Base):
    """What somebody says on a dossier; a question names whom it asks, and its answer names the question."""

    __tablename__ = "comment"

    id: Mapped[Id]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    work_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_item.id"))
    """The task at hand when it was written or asked."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    mentions: Mapped[list[str]]
    """Ids of the people named with @."""
    written_at: Mapped[datetime]
    asked_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answers_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"))
    answered_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_comment_dossier", "dossier_id", "id"),
        Index("ix_comment_asked", "asked_id", "id", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
    )


class Following(Base):
    """A person is told what happens on a dossier."""

    __tablename__ = "following"

    id: Mapped[Id]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    __table_args__ = (UniqueConstraint("dossier_id", "person_id"), Index("ix_following_person", "person_id"))


class Notice(Base):
    """What one person is told; written once, also when what tells it runs twice."""

    __tablename__ = "notice"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[Text40]
    key: Mapped[str] = mapped_column(Text)
    """What it is about (an event, a comment, a task and a day): one notice a person for each."""
    data: Mapped[dict[str, Any]]
    """The values of its sentence; never an answer, never a ballot's choice."""
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_due: Mapped[bool] = mapped_column(default=False)
    """Whether it waits for a mail of its own or for the daily digest."""
    mailed_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_notice_person", "person_id", "id"),
        Index("ix_notice_unread", "person_id", "id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_notice_dossier", "dossier_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_notice_unmailed", "person_id", "id", sqlite_where=_UNMAILED, postgresql_where=_UNMAILED),
    )
