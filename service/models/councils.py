"""The council, its sittings, and votes: who voted stands apart from what was voted."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.ids import random_id
from service.models.columns import Base, Dated, Id, Text200


class Council(Base):
    """An emulation and commendation council (Hội đồng TĐKT)."""

    __tablename__ = "council"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Text200]


class CouncilMembership(Dated, Base):
    """A person sits on a council for a time: the denominator of every vote."""

    __tablename__ = "council_membership"

    id: Mapped[Id]
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seat: Mapped[str] = mapped_column(String(20))
    """chair, vice_chair or member."""
    position: Mapped[int]
    __table_args__ = (Index("ix_council_membership_council", "council_id"),)


class CouncilSession(Base):
    """A sitting at which dossiers are voted on."""

    __tablename__ = "council_session"

    id: Mapped[Id]
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    held_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class RollEntry(Base):
    """One member's place on the roll of one vote: whether they have voted, never what."""

    __tablename__ = "roll_entry"

    id: Mapped[Id]
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("council_session.id"))
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    task: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    voted_on: Mapped[date | None]
    """The day only: a moment would tell who cast which ballot."""
    __table_args__ = (
        UniqueConstraint("task", "person_id"),
        Index("ix_roll_entry_dossier", "dossier_id"),
        Index("ix_roll_entry_person", "person_id"),
        Index("ix_roll_entry_session", "session_id"),
    )


class Ballot(Base):
    """What was voted: a random id, no time, no order; it names its roll entry only where the vote is open."""

    __tablename__ = "ballot"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=random_id)
    task: Mapped[str] = mapped_column(String(32))
    choice: Mapped[str] = mapped_column(String(10))
    roll_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_entry.id"), unique=True)
    __table_args__ = (
        Index("ix_ballot_task", "task"),
        CheckConstraint("choice in ('yes', 'no', 'blank')", name="choice"),
        {"sqlite_with_rowid": False},
    )
