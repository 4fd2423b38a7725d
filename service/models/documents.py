"""The papers of a dossier."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id, Text200


class Attachment(Base):
    """A file of a dossier; its bytes lie under their SHA-256. Taking it away only marks it."""

    __tablename__ = "attachment"

    id: Mapped[Id]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[Text200]
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    __table_args__ = (Index("ix_attachment_dossier", "dossier_id"),)
