"""What is to be done after the commit, where no other queue is at hand (on PostgreSQL Procrastinate keeps its own)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id, Text40

_WAITING = text("done_at is null and dead_at is null")
_UNBEGUN = text("done_at is null and dead_at is null and leased_until is null")
_DEAD = text("dead_at is not null and done_at is null")


class Job(Base):
    """Something to do at least once; kept until it is done, and when it always fails, until somebody looks."""

    __tablename__ = "job"

    id: Mapped[Id]
    kind: Mapped[Text40]
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(200))
    """Two jobs of one key do not wait at the same time; one that somebody has begun no longer waits."""
    dossier_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    """Whoever works on it has it until then; later anybody may take it again."""
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        Index("ix_job_waiting", "run_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_job_dead", "id", sqlite_where=_DEAD, postgresql_where=_DEAD),
        Index("uq_job_key", "key", unique=True, sqlite_where=_UNBEGUN, postgresql_where=_UNBEGUN),
    )
