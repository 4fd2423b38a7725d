"""The papers of a dossier beside those its award asks for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotAllowed, NotFound
from service.models import Attachment, Dossier, Person
from service.permissions import exclusions_of, visible_to, why_not_attach
from service.queries.waiting import open_items

OTHER = "other"
"""The kind of a paper no award asks for."""
_SHOWN = {"application/pdf": "pdf", "image/png": "image", "image/jpeg": "image"}


@dataclass(frozen=True, slots=True)
class Document:
    """One attached file."""

    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str
    can_remove: bool

    @property
    def shown_as(self) -> str | None:
        """How a browser may show it on the page: "pdf" or "image"; None when it can only be downloaded."""
        return _SHOWN.get(self.media_type)

    @property
    def ending(self) -> str:
        """The ending of its name, in capitals."""
        return self.name.rpartition(".")[2].upper()[:4]


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper the award asks for, or another one, with the files that are there."""

    code: str
    name: str
    required: bool
    files: tuple[Document, ...]

    @property
    def missing(self) -> bool:
        """Whether a required paper has no file."""
        return self.required and not self.files


@dataclass(frozen=True, slots=True)
class Documents:
    """All papers by kind, in the order of the dossier; `can_attach` tells whether the reader may add some now."""

    kinds: tuple[Kind, ...]
    can_attach: bool

    @property
    def missing(self) -> tuple[Kind, ...]:
        """Required papers that have no file."""
        return tuple(kind for kind in self.kinds if kind.missing)


def documents_of(session: Session, actor: Actor, dossier: Dossier) -> Documents:
    """The papers of a dossier the reader may know of; its award kind is loaded."""
    items = [item for item, _ in open_items(session, dossier)]
    can_attach = why_not_attach(actor, dossier, items, exclusions_of(session, dossier.id)) is None
    files = _files(session, actor, dossier.id, can_attach)
    asked = [(one["code"], one["name"], bool(one.get("required"))) for one in dossier.award_kind.documents]
    known = {code for code, _, _ in asked}
    kinds = [Kind(*kind, tuple(file for file in files if file.kind == kind[0])) for kind in asked]
    others = tuple(file for file in files if file.kind not in known)
    return Documents((*kinds, Kind(OTHER, "", False, others)), can_attach)


def find_dossier_for_papers(session: Session, actor: Actor, code: str) -> UUID:
    """The dossier with this code, for somebody who may add papers to it now. Raises NotFound or NotAllowed."""
    dossier = session.scalar(select(Dossier).where(Dossier.code == code, visible_to(actor)))
    if dossier is None:
        raise NotFound(code)
    items = [item for item, _ in open_items(session, dossier)]
    if reason := why_not_attach(actor, dossier, items, exclusions_of(session, dossier.id)):
        raise NotAllowed(reason)
    return dossier.id


def find_document(session: Session, actor: Actor, code: str | None, attachment_id: UUID) -> Document:
    """One file of a dossier the reader may know of (whichever, without its code).

    Raises NotFound, also for a file that was taken out.
    """
    one = (
        select(Attachment, Person.name)
        .join(Dossier, Dossier.id == Attachment.dossier_id)
        .join(Person, Person.id == Attachment.added_by_id)
        .where(Attachment.id == attachment_id, Attachment.removed_at.is_(None), visible_to(actor))
    )
    found = session.execute(one if code is None else one.where(Dossier.code == code)).one_or_none()
    if found is None:
        raise NotFound(str(attachment_id))
    return _document(found[0], found[1], can_remove=False)


def _files(session: Session, actor: Actor, dossier_id: UUID, can_attach: bool) -> list[Document]:
    """Whoever added a paper takes it out, or a colleague of the same unit."""
    rows = session.execute(
        select(Attachment, Person.name, Person.unit_id)
        .join(Person, Person.id == Attachment.added_by_id)
        .where(Attachment.dossier_id == dossier_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.added_at, Attachment.id)
    )
    return [
        _document(
            file,
            name,
            can_remove=can_attach and (file.added_by_id == actor.id or (unit is not None and unit == actor.unit_id)),
        )
        for file, name, unit in rows
    ]


def _document(file: Attachment, added_by: str, *, can_remove: bool) -> Document:
    return Document(
        id=file.id,
        kind=file.kind,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        added_at=file.added_at,
        added_by=added_by,
        can_remove=can_remove,
    )
