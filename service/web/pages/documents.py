"""The papers of a dossier: what is there and what is missing, adding, taking out, looking at."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from service.commands.attach_documents import attach_documents
from service.commands.remove_document import remove_document
from service.db import reading, transaction
from service.documents import ACCEPTED, Store, Upload, receive
from service.errors import Reason, Refused
from service.queries.documents import documents_of, find_document, find_dossier_for_papers
from service.queries.dossier import open_dossier_page
from service.web import current
from service.web.i18n import said

bp = Blueprint("documents", __name__, url_prefix="/dossiers/<code>/documents")

_FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "private, no-store",
}
"""A stranger's file runs nothing, loads nothing, and stands in no frame but ours."""


@bp.get("")
def page(code: str) -> ResponseReturnValue:
    """Show the papers by kind."""
    return _page(code)


@bp.post("")
def add(code: str) -> ResponseReturnValue:
    """Keep the files that may be kept, and say of each other why not."""
    kind = request.form.get("kind", "")
    uploads = [Upload(kind, file.filename or "", file.stream) for file in request.files.getlist("files") if file]
    store, who = _store(), current.actor()
    with reading(current.database()) as database:
        dossier_id = find_dossier_for_papers(database, who, code)
    # Looking at files takes its time: nobody's writing waits for it.
    limit = current.settings().upload_bytes
    with receive(store, uploads, limit=limit) as received, transaction(current.database()) as database:
        attached = attach_documents(database, store, who, dossier_id, received, now=current.now())
    if attached.kept:
        flash(ngettext("%(num)s file added.", "%(num)s files added.", len(attached.kept)), "ok")
    if attached.refused or not uploads:
        return _page(code, attached.refused, nothing=not uploads), 422
    return redirect(url_for("new_dossier.proposal" if "proposal" in request.form else "documents.page", code=code), 303)


@bp.post("/<uuid:document_id>/remove")
def remove(code: str, document_id: UUID) -> ResponseReturnValue:
    """Take a paper out."""
    try:
        with transaction(current.database()) as database:
            find_document(database, current.actor(), code, document_id)
            removed = remove_document(database, current.actor(), document_id, now=current.now())
        flash(_("%(name)s has been taken out.", name=removed.name), "ok")
    except Refused as refused:
        flash(said(refused.reason), "late")
    return redirect(url_for("new_dossier.proposal" if "proposal" in request.form else "documents.page", code=code), 303)


@bp.get("/<uuid:document_id>")
def look(code: str, document_id: UUID) -> ResponseReturnValue:
    """Show a file on a page, as far as browsers safely can."""
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        document = find_document(database, current.actor(), code, document_id)
    return render_template("dossiers/look.html", opened=opened, document=document)


@bp.get("/<uuid:document_id>/file")
def file(code: str, document_id: UUID) -> ResponseReturnValue:
    """The bytes: shown in place where that is safe, and with `?download` always as a download."""
    with reading(current.database()) as database:
        document = find_document(database, current.actor(), code, document_id)
    path = _store().path(document.sha256)
    if not path.is_file():
        abort(404)
    download = "download" in request.args or document.shown_as is None
    answer: Response = send_file(path, document.media_type, download, document.name, etag=document.sha256, max_age=0)
    answer.headers.update(_FILE_HEADERS)
    return answer


def _page(code: str, refused: Mapping[str, Reason] | None = None, *, nothing: bool = False) -> str:
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        papers = documents_of(database, current.actor(), opened.dossier)
    most = current.settings().upload_bytes
    return render_template(
        "dossiers/documents.html",
        opened=opened,
        documents=papers,
        refused=refused or {},
        nothing=nothing,
        accepted=ACCEPTED,
        most=most,
    )


def _store() -> Store:
    return Store(current.settings().data_dir / "files")
