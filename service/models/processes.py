"""Published processes: immutable bundles of files, named by their bytes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id, Text200


class Process(Base):
    """A process key and the version new dossiers start on."""

    __tablename__ = "process"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[Text200]
    current_version_id: Mapped[UUID | None]


class ProcessVersion(Base):
    """One bundle; a draft until it is published, then never changed."""

    __tablename__ = "process_version"

    id: Mapped[Id]
    process_key: Mapped[str] = mapped_column(ForeignKey("process.key"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the sorted lines "file-name sha256" of its files."""
    created_at: Mapped[datetime]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    __table_args__ = (
        UniqueConstraint("process_key", "number"),
        UniqueConstraint("process_key", "name", name="uq_process_version_name"),
    )


class ProcessFile(Base):
    """One file of a version, byte for byte as its author saved it."""

    __tablename__ = "process_file"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("process_version.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes]
