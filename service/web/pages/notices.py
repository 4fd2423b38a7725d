"""The bell: what one has been told, opening it, and having read it."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.commands.read_notices import read_notices
from service.db import reading, transaction
from service.errors import Reason
from service.queries.notices import HIDDEN, Place, Told, notice_of, notices_of
from service.web import current
from service.web.i18n import said
from service.web.words import titled

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.app_template_filter("noticed")
def noticed(told: Told) -> str:
    """What a notice says, in the reader's language."""
    values = {name: titled(value) if name in ("task", "end") else value for name, value in told.values.items()}
    return said(Reason(told.kind, told.message, values))


@bp.get("")
def page() -> ResponseReturnValue:
    """List the reader's notices, the unread first."""
    after = Place.read(request.args.get("after", ""))
    with reading(current.database()) as database:
        listed = notices_of(database, current.actor(), after=after)
    return render_template("notices/page.html", listed=listed, after=after)


@bp.post("/<uuid:notice_id>/open")
def open_one(notice_id: UUID) -> ResponseReturnValue:
    """Go where a notice leads; it has been read then."""
    with transaction(current.database()) as database:
        told = notice_of(database, current.actor(), notice_id)
        read_notices(database, current.actor(), [notice_id], now=current.now())
    return redirect(_place(told), 303)


@bp.post("/<uuid:notice_id>/read")
def read(notice_id: UUID) -> ResponseReturnValue:
    """Have read one notice."""
    with transaction(current.database()) as database:
        read_notices(database, current.actor(), [notice_id], now=current.now())
    return redirect(url_for("notices.page"), 303)


@bp.post("/read")
def read_all() -> ResponseReturnValue:
    """Have read them all."""
    with transaction(current.database()) as database:
        read_notices(database, current.actor(), now=current.now())
    return redirect(url_for("notices.page"), 303)


def _place(told: Told) -> str:
    """What was said, the task, the dossier, or one's own account."""
    if told.kind == HIDDEN:
        return url_for("notices.page")
    if told.is_talk:
        return url_for("comments.page", code=told.code, _anchor=f"c-{told.comment_id}")
    if told.kind == "ballot":
        return url_for("ballots.sheet")
    if told.item_id:
        return url_for("inbox.page", item=told.item_id)
    return url_for("dossiers.content", code=told.code) if told.code else url_for("account.page")
