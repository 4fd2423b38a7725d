"""Add papers to a dossier."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import events
from service.actors import Actor
from service.commands.papers import require_papers
from service.documents import File, Received, Store
from service.errors import Reason
from service.ids import new_id
from service.models import Attachment, AwardKind, Dossier
from workflows.errors import msg

MOST = 100
"""Papers of one dossier."""
OTHER = "other"
_THERE = Reason("there", msg("The same file is already there."))
_KIND = Reason("kind", msg("This award does not ask for such a paper."))
_FULL = Reason("full", msg("A dossier has at most {most} files."), {"most": MOST})


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of each file: kept, or refused under its name."""

    kept: Sequence[Attachment]
    refused: Mapping[str, Reason]


def attach_documents(
    session: Session, store: Store, actor: Actor, dossier_id: UUID, received: Received, *, now: datetime
) -> Attached:
    """Keep of what was received whatever fits the dossier, and say of each other file why it was refused.

    Raises NotFound or NotAllowed; a file store that fails loses nothing, as its bytes come before the rows.
    """
    dossier = require_papers(session, actor, dossier_id)
    present = _present(session, dossier)
    asked = _asked_for(session, dossier)
    fitting, refused = [], dict(received.refused)
    for file in received.files:
        why_not = _why_not(file, asked, present)
        if why_not:
            refused[file.name] = why_not
            continue
        present.add((file.kind, file.arrived.sha256))
        fitting.append(file)
    kept = [_attach(session, actor, dossier, file, now) for file in fitting]
    session.flush()
    for file in fitting:
        store.keep(file.arrived)
    return Attached(kept, refused)


def _present(session: Session, dossier: Dossier) -> set[tuple[str, str]]:
    there = select(Attachment.kind, Attachment.sha256).where(
        Attachment.dossier_id == dossier.id, Attachment.removed_at.is_(None)
    )
    return {(kind, sha256) for kind, sha256 in session.execute(there)}


def _asked_for(session: Session, dossier: Dossier) -> set[str]:
    documents = session.scalar(select(AwardKind.documents).where(AwardKind.id == dossier.award_kind_id)) or []
    return {document["code"] for document in documents} | {OTHER}


def _why_not(file: File, asked: Collection[str], present: Collection[tuple[str, str]]) -> Reason | None:
    if file.kind not in asked:
        return _KIND
    if (file.kind, file.arrived.sha256) in present:
        return _THERE
    return _FULL if len(present) >= MOST else None


def _attach(session: Session, actor: Actor, dossier: Dossier, file: File, now: datetime) -> Attachment:
    attachment = Attachment(
        id=new_id(),
        dossier_id=dossier.id,
        kind=file.kind,
        name=file.name,
        media_type=file.media_type,
        size=file.arrived.size,
        sha256=file.arrived.sha256,
        added_at=now,
        added_by_id=actor.id,
    )
    session.add(attachment)
    detail = {"attachment": str(attachment.id), "kind": file.kind, "name": file.name, "sha256": file.arrived.sha256}
    events.note(session, dossier, "document_attached", {**detail, "size": file.arrived.size}, actor=actor, at=now)
    return attachment
