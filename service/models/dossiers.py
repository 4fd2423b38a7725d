"""A dossier: one nominee, one award, one path; and the letter it came with."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.catalogue import AwardKind
from service.models.columns import Base, Id, Text40, Text200

_UNTOLD = text("told < events")


class Status(StrEnum):
    """Whether a dossier can move."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Submission(Base):
    """A unit's letter (tờ trình) that carries one or many dossiers."""

    __tablename__ = "submission"

    id: Mapped[Id]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str | None] = mapped_column(String(60))
    signed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own spelling


class Nominee(Base):
    """Who is honoured, with what reports must count (position group, gender, ethnicity, small collective, area)."""

    __tablename__ = "nominee"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    """individual, collective, household or enterprise."""
    name: Mapped[Text200]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Set when the nominee is somebody who signs in: they must not act on their own dossier."""
    gender: Mapped[str | None] = mapped_column(String(10))
    birth_date: Mapped[date | None]
    ethnicity: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[str | None] = mapped_column(String(200))
    workplace: Mapped[str | None] = mapped_column(String(200))
    position_group: Mapped[str | None] = mapped_column(String(40))
    small_collective: Mapped[bool] = mapped_column(default=False)
    disadvantaged_area: Mapped[bool] = mapped_column(default=False)
    size: Mapped[int | None]
    """Members of a collective."""


class Dossier(Base):
    """One nominee on the way to one award."""

    __tablename__ = "dossier"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """The business key, HS-2026-000123."""
    status: Mapped[str] = mapped_column(String(20), default=Status.RUNNING)
    stage: Mapped[str] = mapped_column(String(80))
    """The task it stands at; after its end the end event, "withdrawn" or another ending."""
    award_kind_id: Mapped[UUID] = mapped_column(ForeignKey("award_kind.id"))
    nominee_id: Mapped[UUID] = mapped_column(ForeignKey("nominee.id"))
    submission_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    cluster_id: Mapped[UUID | None] = mapped_column(ForeignKey("cluster.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    """When it first left the proposing unit: from then on the province may know of it."""
    accepted_on: Mapped[date | None]
    law_edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("law_edition.id"))
    """The edition in force on the day of acceptance; set once."""
    method: Mapped[str | None] = mapped_column(String(20))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("award_round.id"))
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    version_id: Mapped[UUID] = mapped_column(ForeignKey("process_version.id"))
    definition: Mapped[str] = mapped_column(String(64))
    """Name of the bundle this dossier is pinned to."""
    state: Mapped[bytes]
    """The engine's saved state; only workflows/ can read it."""
    wake_at: Mapped[datetime | None]
    clock_stopped_on: Mapped[date | None]
    """Since when the clock stands still, waiting for a supplement."""
    clock_left: Mapped[int | None]
    """Working days the asking stage had left when the clock stopped; it gets them back."""
    clock_element: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]
    returns: Mapped[int] = mapped_column(default=0)
    """How often it was sent back for supplement."""
    incidents_open: Mapped[int] = mapped_column(default=0)
    """How many of its incidents nobody has resolved: the usual step need not look for any."""
    events: Mapped[int] = mapped_column(default=0)
    """Length of its chain of events."""
    head: Mapped[str] = mapped_column(String(64), default="")
    """Hash of its last event."""
    told: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of its events those concerned have been told of (people by notices, systems by webhooks)."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Where it stood before its last step, for whoever made that step and takes it back; empty when nobody can."""
    search: Mapped[str] = mapped_column(Text, default="")
    """Code, nominee and unit without diacritics."""
    row_version: Mapped[int] = mapped_column()

    nominee: Mapped[Nominee] = relationship(lazy="raise")
    award_kind: Mapped[AwardKind] = relationship(lazy="raise")
    submission: Mapped[Submission | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own spelling
    __table_args__ = (
        Index("ix_dossier_unit", "unit_id", "id"),
        Index("ix_dossier_cluster", "cluster_id", "id"),
        Index("ix_dossier_stage", "stage", "id"),
        Index("ix_dossier_untold", "id", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        Index("ix_dossier_submission", "submission_id"),
        Index(
            "ix_dossier_suspended",
            "id",
            sqlite_where=text("status = 'suspended'"),
            postgresql_where=text("status = 'suspended'"),
        ),
        Index(
            "ix_dossier_incidents",
            "id",
            sqlite_where=text("incidents_open > 0"),
            postgresql_where=text("incidents_open > 0"),
        ),
        Index(
            "ix_dossier_wake",
            "wake_at",
            sqlite_where=text("wake_at is not null"),
            postgresql_where=text("wake_at is not null"),
        ),
        CheckConstraint("status in ('running', 'suspended', 'ended')", name="status"),
    )


class Exclusion(Base):
    """Who must not act on a dossier, on which task (empty: on any), and why; written by the command that causes it."""

    __tablename__ = "exclusion"

    id: Mapped[Id]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    element: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[Text40]
    """nominee, or did:TASK."""
    event_number: Mapped[int]
    """The event of the dossier that caused it."""
    __table_args__ = (Index("ix_exclusion_dossier", "dossier_id", "person_id"),)


class RegisterEntry(Base):
    """A decision's number in its series and year (sổ đăng ký văn bản đi, Decree 30/2020/NĐ-CP); never reused."""

    __tablename__ = "register_entry"

    id: Mapped[Id]
    series: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    number: Mapped[int]
    issued_on: Mapped[date]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    __table_args__ = (
        Index("uq_register_entry_number", "series", "year", "number", unique=True),
        CheckConstraint("number > 0", name="positive"),
    )


class DossierCode(Base):
    """The last number given in a year; locked while the next is taken."""

    __tablename__ = "dossier_code"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
