"""What waits for whom, what was answered, and what is half written."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.columns import Base, Id, Text200
from service.models.dossiers import Dossier

_OPEN = text("closed_at is null")
_TO_REMIND = text("closed_at is null and remind_on is not null")
_GROUP = ("role", "scope_id", "due_on", "id", "dossier_id", "barred_unit_id", "element", "panel")
"""Where the walk goes, and what it asks on the way, so that it need not visit the rows."""
_FREE = text("closed_at is null and assignee_id is null")
_DONE = text("closed_by_id is not null")
"""Without the open ones: a million of them would teach SQLite that nobody is worth looking up here."""


class WorkItem(Base):
    """What the inbox shows: a task of a dossier that waits for a role in a scope, or for one person."""

    __tablename__ = "work_item"

    id: Mapped[Id]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    task: Mapped[str] = mapped_column(String(32))
    """The engine's id of the task; a panel has one item per member, all with the same task."""
    element: Mapped[str] = mapped_column(String(80))
    title: Mapped[Text200]
    form: Mapped[str | None] = mapped_column(String(80))
    role: Mapped[str | None] = mapped_column(String(40))
    scope_id: Mapped[UUID | None]
    barred_unit_id: Mapped[UUID | None]
    """The unit whose own people must not act here."""
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    panel: Mapped[bool] = mapped_column(Boolean, default=False)
    due_on: Mapped[date]
    """Last working day on which it is in time."""
    remind_on: Mapped[date | None]
    """The next day on which whoever is to act is told: before it is due, once it is overdue, and again until done."""
    opened_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who completed it; empty when it was withdrawn or interrupted."""
    outcome: Mapped[str | None] = mapped_column(String(40))

    dossier: Mapped[Dossier] = relationship(lazy="raise")

    __table_args__ = (
        Index("ix_work_item_mine", "assignee_id", "due_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_work_item_group", *_GROUP, sqlite_where=_FREE, postgresql_where=_FREE),
        Index("ix_work_item_remind", "remind_on", sqlite_where=_TO_REMIND, postgresql_where=_TO_REMIND),
        Index("ix_work_item_done", "closed_by_id", "closed_at", sqlite_where=_DONE, postgresql_where=_DONE),
        Index("ix_work_item_dossier", "dossier_id"),
        Index("ix_work_item_task", "task"),
    )


class Answer(Base):
    """What a person answered: append-only, with the form's version."""

    __tablename__ = "answer"

    id: Mapped[Id]
    work_item_id: Mapped[UUID] = mapped_column(ForeignKey("work_item.id"))
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    element: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    form: Mapped[str | None] = mapped_column(String(80))
    form_version: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime]
    __table_args__ = (Index("ix_answer_dossier", "dossier_id"),)


class Draft(Base):
    """What a person has typed on a work item and not yet sent; theirs alone."""

    __tablename__ = "draft"

    id: Mapped[Id]
    work_item_id: Mapped[UUID] = mapped_column(ForeignKey("work_item.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    data: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("work_item_id", "person_id"),)


class Incident(Base):
    """What the engine or a job could not do, where and why, and who resolved it."""

    __tablename__ = "incident"

    id: Mapped[Id]
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    work_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_item.id"))
    rule: Mapped[str] = mapped_column(String(60))
    element: Mapped[str | None] = mapped_column(String(80))
    message: Mapped[str] = mapped_column(String(1000))
    values: Mapped[dict[str, Any]]
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    __table_args__ = (
        Index(
            "ix_incident_open",
            "raised_at",
            sqlite_where=text("resolved_at is null"),
            postgresql_where=text("resolved_at is null"),
        ),
    )
