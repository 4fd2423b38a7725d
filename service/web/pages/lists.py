"""Lists of nominees: the template, sending one, looking it through, taking it in, submitting it, taking tables away."""

from collections.abc import Mapping
from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from service import sheets
from service.commands.drop_list import drop_list
from service.commands.send_list import SentList, send_list
from service.commands.submit_list import submit_list
from service.commands.take_list import take_list
from service.db import reading, transaction
from service.documents.names import clean_name
from service.errors import Refused
from service.queries.export import exported
from service.queries.list_form import NOTE, list_form
from service.queries.list_judging import LookedThrough, look_through
from service.queries.lists import list_page, list_standing, lists_of
from service.queries.proposing import proposing
from service.web import current
from service.web.exporting import dossier_table
from service.web.forms import form_page, read_posted
from service.web.i18n import said
from service.web.pages.dossiers import sought_in
from service.web.spreadsheets import as_file, explained, progress_answer, told

bp = Blueprint("lists", __name__, url_prefix="/lists")

MOST_ROWS = 1_000
"""Nominees of one file."""
_SPARE = 300
"""Empty rows of a template that offer choices."""


@bp.get("")
def index() -> ResponseReturnValue:
    """Show the awards whose templates there are, and the lists one has sent."""
    with reading(current.database()) as database:
        sent = lists_of(database, current.actor())
        choices = proposing(database, current.actor(), now=current.now())
    return render_template("lists/index.html", sent=sent, choices=choices, most=format_decimal(MOST_ROWS))


@bp.get("/new/<award>")
def form(award: str) -> ResponseReturnValue:
    """Ask for the file, and for what its letter says; `?like` names a list whose letter this one joins."""
    return _form(award, _of_another())


@bp.get("/new/<award>/template")
def template(award: str) -> ResponseReturnValue:
    """Send the award's template."""
    with reading(current.database()) as database:
        asked = list_form(database, current.actor(), award, _unit(), now=current.now())
    data = sheets.write(asked.columns, title=_("Lists"), notes=explained(asked.columns), spare=_SPARE)
    return as_file(data, f"{asked.award_code}.xlsx")


@bp.post("/new/<award>")
def send(award: str) -> ResponseReturnValue:
    """Look the list through and keep it; no dossier is opened yet."""
    typed, data, name = read_posted(request.form), *_file()
    with reading(current.database()) as database:
        asked = list_form(database, current.actor(), award, _unit(), now=current.now())
        looked = look_through(database, asked, typed, data, most=MOST_ROWS)
    if not looked.is_taken or data is None:
        return _form(award, typed, looked), 422
    sent = SentList(asked.award_id, asked.unit_id, name, data, looked.shared, looked.rows)
    with transaction(current.database()) as database:
        sheet = send_list(database, current.actor(), sent, now=current.now())
    return redirect(url_for("lists.page", sheet_id=sheet.id), 303)


@bp.get("/<uuid:sheet_id>")
def page(sheet_id: UUID) -> ResponseReturnValue:
    """Show a list: good and bad rows, how far it has come, and what can be done next."""
    return _page(sheet_id)


@bp.get("/<uuid:sheet_id>/progress")
def progress(sheet_id: UUID) -> ResponseReturnValue:
    """How far a list has come, to be put into its page."""
    with reading(current.database()) as database:
        standing = list_standing(database, current.actor(), sheet_id)
    return progress_answer(standing)


@bp.post("/<uuid:sheet_id>/take")
def take(sheet_id: UUID) -> ResponseReturnValue:
    """Have the good rows taken in."""
    try:
        with transaction(current.database()) as database:
            take_list(database, current.actor(), sheet_id, doubtful="doubtful" in request.form, now=current.now())
    except Refused as refused:
        return _page(sheet_id, refused), 422
    return redirect(url_for("lists.page", sheet_id=sheet_id), 303)


@bp.post("/<uuid:sheet_id>/submit")
def submit(sheet_id: UUID) -> ResponseReturnValue:
    """Have every proposal sent to the head of the unit."""
    try:
        with transaction(current.database()) as database:
            submit_list(database, current.actor(), sheet_id, now=current.now())
    except Refused as refused:
        return _page(sheet_id, refused), 422
    return redirect(url_for("lists.page", sheet_id=sheet_id), 303)


@bp.post("/<uuid:sheet_id>/drop")
def drop(sheet_id: UUID) -> ResponseReturnValue:
    """Forget a list."""
    try:
        with transaction(current.database()) as database:
            drop_list(database, current.actor(), sheet_id, now=current.now())
    except Refused as refused:
        return _page(sheet_id, refused), 422
    flash(_("The list is gone. Dossiers that came of it are still there."), "ok")
    return redirect(url_for("lists.index"), 303)


@bp.get("/<uuid:sheet_id>/wrong")
def wrong(sheet_id: UUID) -> ResponseReturnValue:
    """Send the rows that must be mended, each with what is wrong."""
    with reading(current.database()) as database:
        shown = list_page(database, current.actor(), sheet_id)
        asked = list_form(database, current.actor(), shown.award_code, shown.sheet.unit_id, now=current.now())
    rows = [{**row.values, NOTE.name: told(row.problems)} for row in shown.bad]
    data = sheets.write([*asked.columns, NOTE], rows, title=_("Lists"), notes=explained(asked.columns))
    return as_file(data, _("%(code)s to mend.xlsx", code=shown.award_code))


@bp.get("/export")
def export() -> ResponseReturnValue:
    """Send the dossiers of a filter, or of the letter of one (`?letter`), as a table."""
    try:
        with reading(current.database()) as database:
            letter_of = request.args.get("letter", "")[:20]
            lines = exported(database, current.actor(), sought_in(request.args), letter_of=letter_of)
    except Refused as refused:
        flash(said(refused.reason), "late")
        filters: dict[str, Any] = request.args.to_dict()
        return redirect(url_for("dossiers.index", **filters), 303)
    return as_file(dossier_table(lines), _("Dossiers %(day)s.xlsx", day=current.today().isoformat()))


def _form(award: str, typed: Mapping[str, Any], looked: LookedThrough | None = None) -> str:
    with reading(current.database()) as database:
        asked = list_form(database, current.actor(), award, _unit(), now=current.now())
    invalid = looked.invalid if looked else None
    shown = form_page(asked.shared, typed, asked.choices, invalid)
    refused = looked.refused if looked else ()
    return render_template("lists/new.html", asked=asked, form=shown, refused=refused, most=format_decimal(MOST_ROWS))


def _page(sheet_id: UUID, refused: Refused | None = None) -> str:
    with reading(current.database()) as database:
        shown = list_page(database, current.actor(), sheet_id)
    return render_template("lists/page.html", shown=shown, standing=shown.standing, refused=refused)


def _of_another() -> Mapping[str, Any]:
    """What the letter of another list says, when one is named."""
    like = _uuid(request.args.get("like", ""))
    if like is None:
        return {}
    with reading(current.database()) as database:
        return list_page(database, current.actor(), like).sheet.shared


def _file() -> tuple[bytes | None, str]:
    """What was sent, as far as a list may be long, and its name."""
    file = request.files.get("file")
    if not file or not file.filename:
        return None, ""
    with closing(file):
        return file.stream.read(sheets.MOST_BYTES + 1), clean_name(file.filename)


def _unit() -> UUID | None:
    return _uuid(request.values.get("unit", ""))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
