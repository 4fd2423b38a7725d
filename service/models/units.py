"""The province, its units, and the clusters they compete in."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Dated, Id, Text200


class Province(Base):
    """The one province this installation serves."""

    __tablename__ = "province"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Text200]


class Unit(Base):
    """A body that proposes awards; a merged unit names its successor."""

    __tablename__ = "unit"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Text200]
    kind: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))


class Cluster(Base):
    """Units of like work or region that compare and review each other (cụm, khối thi đua)."""

    __tablename__ = "cluster"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Text200]
    kind: Mapped[str] = mapped_column(String(20))


class ClusterMembership(Dated, Base):
    """A unit belongs to a cluster for a time."""

    __tablename__ = "cluster_membership"

    id: Mapped[Id]
    cluster_id: Mapped[UUID] = mapped_column(ForeignKey("cluster.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    __table_args__ = (Index("ix_cluster_membership_unit", "unit_id"),)
