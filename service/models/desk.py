"""What makes a desk one's own: kept filters, and spreadsheets that are being taken in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id, Text40, Text200


class SavedFilter(Base):
    """A way to look at the inbox, kept under a name: one's own, or shared with everybody of a role in a scope."""

    __tablename__ = "saved_filter"

    id: Mapped[Id]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[Text200]
    query: Mapped[dict[str, Any]]
    """The inbox page's own parameters; nothing is ever evaluated."""
    shared_role: Mapped[str | None] = mapped_column(String(40))
    shared_scope_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_saved_filter_owner", "owner_id"),
        Index("ix_saved_filter_shared", "shared_role", "shared_scope_id"),
    )


class Sheet(Base):
    """A spreadsheet somebody sent: looked through first, then taken in row by row."""

    __tablename__ = "sheet"

    id: Mapped[Id]
    kind: Mapped[Text40]
    """nominees, people or units."""
    file_name: Mapped[Text200]
    sha256: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    award_kind_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_kind.id"))
    submission_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"))
    """The letter its dossiers go under, once it is being taken in."""
    shared: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What all its rows have in common, as answers to the form: letter, round, movement, period."""
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """[{row, values, typed, problems: [{cell, message, values}]}], as read; only emptied when the sheet is dropped."""
    good: Mapped[int] = mapped_column(default=0)
    """How many of its rows have no problems."""
    status: Mapped[str] = mapped_column(String(20))
    """read, taking, taken, submitting, submitted, stopped (its sender may not, or its job was given up) or dropped."""
    done: Mapped[int] = mapped_column(default=0)
    """How many of its good rows have been taken in."""
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """[{row, code or problem}], one for each row dealt with; of a nominee also the dossier, and whether it was sent."""
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own spelling
    __table_args__ = (Index("ix_sheet_sent_by", "sent_by_id", "id"),)
