"""The papers of a dossier, as a list shows them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service.models import Attachment


@dataclass(frozen=True, slots=True)
class Paper:
    """One attached file."""

    id: UUID
    kind: str
    name: str
    size: int


_KEPT = (
    select(Attachment.id, Attachment.kind, Attachment.name, Attachment.size)
    .where(Attachment.dossier_id == bindparam("dossier"), Attachment.removed_at.is_(None))
    .order_by(Attachment.added_at, Attachment.id)
)


def papers_of(session: Session, dossier_id: UUID) -> tuple[Paper, ...]:
    """The files that have not been taken away, oldest first."""
    return tuple(Paper(*row) for row in session.execute(_KEPT, {"dossier": dossier_id}))
