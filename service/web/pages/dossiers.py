"""Dossiers: the list of all one may know of; of each its content and history; stopping, resuming, withdrawing it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.resume_dossier import resume_dossier
from service.commands.suspend_dossier import suspend_dossier
from service.commands.withdraw_dossier import withdraw_dossier
from service.db import reading, transaction
from service.errors import Refused
from service.models import Incident
from service.queries.content import content_of
from service.queries.documents import documents_of
from service.queries.dossier import open_dossier_page
from service.queries.dossier_filters import dossier_filters
from service.queries.dossiers import Sought, dossiers
from service.queries.history import history_of
from service.web import current
from service.web.i18n import said

bp = Blueprint("dossiers", __name__, url_prefix="/dossiers")

_EVERY_ACT = 10_000
"""Paper has no next page."""


@bp.get("")
def index() -> ResponseReturnValue:
    """List the dossiers one may know of."""
    sought = sought_in(request.args)
    with reading(current.database()) as database:
        listed = dossiers(database, current.actor(), sought)
        filters = dossier_filters(database, current.actor())
    return render_template("dossiers/index.html", sought=sought, listed=listed, filters=filters, address=_address)


@bp.get("/<code>")
def content(code: str) -> ResponseReturnValue:
    """Show what a dossier says; `?print` puts everything on one page."""
    if "print" in request.args:
        return _on_paper(code)
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        said_so_far = content_of(database, opened)
    return render_template("dossiers/content.html", opened=opened, content=said_so_far)


@bp.get("/<code>/history")
def history(code: str) -> ResponseReturnValue:
    """Show what happened to a dossier, the newest first."""
    below = _number(request.args.get("below", ""))
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        shown = history_of(database, opened, below=below)
    return render_template("dossiers/history.html", opened=opened, history=shown, below=below)


@bp.post("/<code>/withdraw")
def withdraw(code: str) -> ResponseReturnValue:
    """End a dossier at the unit's own wish."""
    try:
        with transaction(current.database()) as database:
            opened = open_dossier_page(database, current.actor(), code, now=current.now())
            reason = request.form.get("reason", "")
            ended = withdraw_dossier(database, current.actor(), opened.dossier.id, reason, now=current.now())
    except Refused as refused:
        flash(said(refused.reason), "late")
        return redirect(url_for("dossiers.content", code=code), 303)
    _tell(ended, code)
    return redirect(url_for("dossiers.content", code=code), 303)


@bp.post("/<code>/suspend")
def suspend(code: str) -> ResponseReturnValue:
    """Stop a dossier while something about it is verified."""
    try:
        with transaction(current.database()) as database:
            opened = open_dossier_page(database, current.actor(), code, now=current.now())
            reason = request.form.get("reason", "")
            suspend_dossier(database, current.actor(), opened.dossier.id, reason, now=current.now())
    except Refused as refused:
        flash(said(refused.reason), "late")
    else:
        flash(_("Dossier %(code)s is suspended.", code=code), "ok")
    return redirect(url_for("dossiers.content", code=code), 303)


@bp.post("/<code>/resume")
def resume(code: str) -> ResponseReturnValue:
    """Let a suspended dossier go on."""
    try:
        with transaction(current.database()) as database:
            opened = open_dossier_page(database, current.actor(), code, now=current.now())
            resume_dossier(database, current.actor(), opened.dossier.id, now=current.now())
    except Refused as refused:
        flash(said(refused.reason), "late")
    else:
        flash(_("Dossier %(code)s goes on.", code=code), "ok")
    return redirect(url_for("dossiers.content", code=code), 303)


def sought_in(asked: Mapping[str, str]) -> Sought:
    """What an address asks for; nonsense counts as nothing."""
    return Sought(
        stage=asked.get("stage", "")[:80],
        unit=asked.get("unit", "")[:20],
        award=asked.get("award", "")[:20],
        text=asked.get("q", "").strip()[:100],
        after=_uuid(asked.get("after", "")),
    )


def _tell(ended: object, code: str) -> None:
    if isinstance(ended, Incident):
        flash(_("The dossier could not be withdrawn; it stands under “Held up” in the list of dossiers."), "late")
    else:
        flash(_("Dossier %(code)s has been withdrawn.", code=code), "ok")


def _on_paper(code: str) -> str:
    with reading(current.database()) as database:
        opened = open_dossier_page(database, current.actor(), code, now=current.now())
        shown = {
            "content": content_of(database, opened),
            "documents": documents_of(database, current.actor(), opened.dossier),
            "history": history_of(database, opened, limit=_EVERY_ACT),
        }
    return render_template("dossiers/print.html", opened=opened, **shown)


def _address(sought: Sought, after: UUID | None = None) -> str:
    """The list as it stands, from another row on."""
    asked = {"stage": sought.stage, "unit": sought.unit, "award": sought.award, "q": sought.text, "after": after}
    values: dict[str, Any] = {name: str(value) for name, value in asked.items() if value}
    return url_for("dossiers.index", **values)


def _number(text: str) -> int | None:
    """The number of an event; a chain is never longer than nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
