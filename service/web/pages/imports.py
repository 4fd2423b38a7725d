"""Entering many people or units by a spreadsheet: its template, sending it, what is good and wrong, taking it in."""

from hashlib import sha256
from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from service import sheets
from service.commands.drop_import import drop_import
from service.commands.send_import import send_import
from service.commands.take_import import take_import
from service.db import reading, transaction
from service.errors import Conflict
from service.imports import MOST_ROWS, TITLES
from service.queries.imports import import_columns, import_page, import_standing, imports
from service.sheets import MOST_BYTES, Notes, SheetRefused
from service.web import current
from service.web.spreadsheets import progress_answer

bp = Blueprint("imports", __name__, url_prefix="/organisation/import")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
def index() -> ResponseReturnValue:
    """List what was sent, and offer templates."""
    return _index()


@bp.get("/<any(people, units):kind>/template")
def template(kind: str) -> ResponseReturnValue:
    """An empty table to fill in."""
    with reading(current.database()) as database:
        columns = import_columns(database, current.actor(), kind)
    lines = [("Cột", "Ví dụ", "Ghi chú"), *((one.header, one.example, one.help or one.needed_for) for one in columns)]
    data = sheets.write(columns, title=TITLES[kind], notes=Notes("Hướng dẫn", lines), spare=MOST_ROWS)
    return send_file(BytesIO(data), _XLSX, as_attachment=True, download_name=f"{kind}.xlsx")


@bp.post("/<any(people, units):kind>")
def send(kind: str) -> ResponseReturnValue:
    """Look through a spreadsheet and keep it; a file that is none is refused with the cell or the limit."""
    with reading(current.database()) as database:
        columns = import_columns(database, current.actor(), kind)
    file = request.files.get("file")
    data = file.stream.read(MOST_BYTES + 1) if file else b""
    try:
        rows = sheets.read(data, columns, most_rows=MOST_ROWS)
    except SheetRefused as refused:
        return _index(kind, refused), 422
    sent = {"file_name": (file and file.filename) or "", "sha256": sha256(data).hexdigest()}
    with transaction(current.database()) as database:
        sheet = send_import(database, current.actor(), kind, rows, **sent, now=current.now())
    return redirect(url_for("imports.page", sheet_id=sheet.id), 303)


@bp.get("/<uuid:sheet_id>")
def page(sheet_id: UUID) -> ResponseReturnValue:
    """Show what is good and what is wrong, before anything is entered, and what became of each row after."""
    return _page(sheet_id)


@bp.get("/<uuid:sheet_id>/progress")
def progress(sheet_id: UUID) -> ResponseReturnValue:
    """How far a spreadsheet has come, to be put into its page."""
    with reading(current.database()) as database:
        standing = import_standing(database, current.actor(), sheet_id)
    return progress_answer(standing)


@bp.post("/<uuid:sheet_id>/take")
def take(sheet_id: UUID) -> ResponseReturnValue:
    """Have the good rows taken in."""
    try:
        with transaction(current.database()) as database:
            take_import(database, current.actor(), sheet_id, now=current.now())
    except Conflict as conflict:
        return _page(sheet_id, conflict), 409
    return redirect(url_for("imports.page", sheet_id=sheet_id), 303)


@bp.post("/<uuid:sheet_id>/drop")
def drop(sheet_id: UUID) -> ResponseReturnValue:
    """Throw the spreadsheet away."""
    try:
        with transaction(current.database()) as database:
            drop_import(database, current.actor(), sheet_id, now=current.now())
    except Conflict as conflict:
        return _page(sheet_id, conflict), 409
    flash(_("The spreadsheet has been thrown away."), "ok")
    return redirect(url_for("imports.index"), 303)


def _page(sheet_id: UUID, conflict: Conflict | None = None) -> str:
    with reading(current.database()) as database:
        shown = import_page(database, current.actor(), sheet_id)
    return render_template(
        "organisation/import.html",
        shown=shown,
        sheet=shown.sheet,
        standing=shown.standing,
        own=shown.sheet.sent_by_id == current.actor().id,
        trouble=conflict,
    )


def _index(kind: str = "", refused: SheetRefused | None = None) -> str:
    with reading(current.database()) as database:
        listed = imports(database, current.actor())
    most_size = f"{MOST_BYTES // 1024 // 1024} MB"
    return render_template(
        "organisation/imports.html",
        listed=listed,
        refused=refused,
        wrong=kind,
        most_rows=format_decimal(MOST_ROWS),
        most_size=most_size,
    )
