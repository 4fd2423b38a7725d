"""What happened: insert-only, chained, with every value under its own salt (docs/audit-format.md)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base


class Event(Base):
    """One link of a stream's chain. What was said stands in its detail."""

    __tablename__ = "event"

    stream: Mapped[str] = mapped_column(String(60), primary_key=True)
    """dossier/ID, person/ID, process/KEY, catalogue or system."""
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Empty: the system (a timer, the operator's command line)."""
    acting_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    grant_id: Mapped[UUID | None]
    """The role grant (or the delegation) acted under."""
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    definition: Mapped[str | None] = mapped_column(String(64))
    state_sha256: Mapped[str | None] = mapped_column(String(64))
    detail_digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (Index("ix_event_dossier", "dossier_id"), Index("ix_event_actor", "actor_id", "at"))


class EventDetail(Base):
    """The content of an event: {field: {salt, value, hash}}, salt and hash in hex; an erased field keeps its hash."""

    __tablename__ = "event_detail"

    stream: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fields: Mapped[dict[str, Any]]


class EventStream(Base):
    """The end of every chain but the dossiers' (theirs stands on their own row)."""

    __tablename__ = "event_stream"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    events: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
