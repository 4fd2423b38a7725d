"""The papers of a dossier: which there are, adding one, its bytes."""

from hashlib import file_digest
from typing import Any
from uuid import UUID

from flask import Response, abort, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from service.commands.attach_documents import attach_documents
from service.db import reading
from service.documents import Received, Store, Upload, receive
from service.errors import ServiceError
from service.queries.api_dossiers import attachments_of
from service.queries.documents import find_document, find_dossier_for_papers
from service.web import current
from service.web.api import showing
from service.web.api.answering import answer
from service.web.api.changing import Act, once
from service.web.api.describing import Noun
from service.web.api.reading import InvalidCall, Mistake
from service.web.api.schemas import answered
from service.web.api.schemas.asked import Paper

_MEDIA_TYPES = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
_BYTES = {kind: {"schema": {"type": "string", "contentMediaType": kind}} for kind in _MEDIA_TYPES}
_FILE_HEADERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store"}

bp = Noun("attachment", "The papers of a dossier.")


@bp.get("/dossier/<code>/attachment")
@bp.call("listAttachments", {200: answered.Attachment(many=True)}, fails=(404,))
def index(code: str) -> ResponseReturnValue:
    """List the papers of a dossier, the oldest first; there are at most 100."""
    with current.looking() as database:
        found = attachments_of(database, current.actor(), code)
    return answer(list(map(showing.attachment, found)))


@bp.post("/dossier/<code>/attachment")
@bp.arguments(Paper, location="files")
@bp.call("addAttachment", {201: answered.Attachment}, fails=(403, 404), headers=("Location",), changes=True)
def add(sent: dict[str, Any], code: str) -> ResponseReturnValue:
    """Add a paper while one has an open task on the dossier."""
    kind, file, store = sent["kind"] or "other", sent["file"], _store()
    said = f"{kind}\0{file.filename}\0{file_digest(file.stream, 'sha256').hexdigest()}".encode()
    try:
        with reading(current.database()) as database:
            dossier_id = find_dossier_for_papers(database, current.actor(), code)
    except ServiceError as refusal:
        return once(_refused(refusal), said=lambda: said)
    return _taken_in(store, dossier_id, Upload(kind, file.filename or "", file.stream), said)


@bp.get("/attachment/<uuid:attachment_id>")
@bp.call("getAttachment", {200: None}, fails=(404,), media=_BYTES)
def content(attachment_id: UUID) -> ResponseReturnValue:
    """Read the bytes of a paper."""
    with current.looking() as database:
        document = find_document(database, current.actor(), None, attachment_id)
    path = _store().path(document.sha256)
    if not path.is_file():
        abort(404)
    found = send_file(path, document.media_type, True, document.name, etag=document.sha256, conditional=False)
    found.headers.update(_FILE_HEADERS)
    return found


def _refused(refusal: ServiceError) -> Act:
    """A call that was answered when it was allowed still gets that answer."""

    def refuse(_: Session) -> Response:
        raise refusal

    return refuse


def _taken_in(store: Store, dossier_id: UUID, upload: Upload, said: bytes) -> Response:
    """Looking at a file takes its time: nobody's writing waits for it."""
    with receive(store, [upload], limit=current.settings().upload_bytes) as received:
        return once(lambda session: _kept(session, store, dossier_id, received), said=lambda: said)


def _kept(session: Session, store: Store, dossier_id: UUID, received: Received) -> Response:
    attached = attach_documents(session, store, current.actor(), dossier_id, received, now=current.now())
    for reason in attached.refused.values():
        field = "kind" if reason.code == "kind" else "file"
        raise InvalidCall(Mistake("body", (field,), reason.message, reason.values))
    session.flush()
    document = find_document(session, current.actor(), None, attached.kept[0].id)
    where = url_for("attachment.content", attachment_id=document.id)
    return answer(showing.attachment(document), 201, {"Location": where})


def _store() -> Store:
    return Store(current.settings().data_dir / "files")
