"""What is to be done after the commit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id


class Job(Base):
    """A job written in the transaction that wants it; kept until it is done or given up."""

    __tablename__ = "job"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(1000))
    __table_args__ = (
        Index("ix_job_due", "run_at", sqlite_where=text("done_at is null"), postgresql_where=text("done_at is null")),
    )
