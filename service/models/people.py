"""People and what they may act as."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Dated, Id, Text40, Text200


class Role(StrEnum):
    """What a person may act as; the scope says where (domain: actors and bodies)."""

    UNIT_CLERK = "unit_clerk"
    UNIT_HEAD = "unit_head"
    CLUSTER_HEAD = "cluster_head"
    INTAKE_CLERK = "intake_clerk"
    APPRAISER = "appraiser"
    AGENCY_LEAD = "agency_lead"
    COUNCIL_SECRETARY = "council_secretary"
    COUNCIL_MEMBER = "council_member"
    COMPETENT_AUTHORITY = "competent_authority"
    RECORDS_CLERK = "records_clerk"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    SYS_ADMIN = "sys_admin"
    PUBLISHER = "publisher"


class Scope(StrEnum):
    """Where a role holds."""

    UNIT = "unit"
    CLUSTER = "cluster"
    PROVINCE = "province"


class Person(Base):
    """Somebody who signs in."""

    __tablename__ = "person"

    id: Mapped[Id]
    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Text200]
    name_order: Mapped[str] = mapped_column(String(400))
    """Sorts by given name, as Vietnamese lists do."""
    gender: Mapped[str | None] = mapped_column(String(10))
    position: Mapped[str] = mapped_column(String(200), default="")
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2id; empty means that nobody can sign in as this person."""
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    """From this moment on the person no longer signs in."""
    email: Mapped[str | None] = mapped_column(String(200))
    mail: Mapped[str] = mapped_column(String(10), default="each", server_default="each")
    """What is sent to `email`: each notice, a daily digest, or none."""
    language: Mapped[str | None] = mapped_column(String(5))
    """vi or en; empty: the house's own, Vietnamese."""
    theme: Mapped[str | None] = mapped_column(String(10))
    """light or dark; empty: as the browser prefers."""
    columns: Mapped[list[str] | None]
    """What the inbox shows of each task; empty: the usual."""
    totp_seed: Mapped[str | None] = mapped_column(String(64))
    """What, with the house's secret key, makes the second factor's secret; empty: a password is enough."""
    totp_step: Mapped[int | None]
    """The last time step whose code was used: no code is taken twice (RFC 6238, section 5.2).

    Empty beside a seed: the second factor was begun and not yet confirmed by a code, so nobody is asked for one.
    """
    recovery: Mapped[list[str] | None]
    """Keyed hashes of the codes that stand in for the second factor, each once."""


class RoleGrant(Dated, Base):
    """A person holds a role in a scope for a time."""

    __tablename__ = "role_grant"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Text40]
    scope: Mapped[str] = mapped_column(String(20))
    scope_id: Mapped[UUID]
    """A unit, a cluster, or the province."""
    basis: Mapped[str] = mapped_column(String(400), default="")
    __table_args__ = (Index("ix_role_grant_person", "person_id"), Index("ix_role_grant_role", "role", "scope_id"))


class Delegation(Dated, Base):
    """A acts for B: `delegate_id` signs in place of `delegator_id`, in one role and scope, on a legal basis."""

    __tablename__ = "delegation"

    id: Mapped[Id]
    delegator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Text40]
    scope: Mapped[str] = mapped_column(String(20))
    scope_id: Mapped[UUID]
    form: Mapped[str] = mapped_column(String(10))
    """KT, TUQ or TL (Decree 30/2020/NĐ-CP, Article 13)."""
    basis: Mapped[str] = mapped_column(String(400))
    __table_args__ = (
        Index("ix_delegation_delegate", "delegate_id"),
        CheckConstraint("delegator_id <> delegate_id", name="to_another"),
        CheckConstraint("form in ('KT', 'TUQ', 'TL')", name="form"),
    )


class Absence(Dated, Base):
    """A person is away (nghỉ phép, đi công tác): nobody hands them work, and what they alone can do is foreseen."""

    __tablename__ = "absence"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(400), default="")
    __table_args__ = (Index("ix_absence_person", "person_id"),)
