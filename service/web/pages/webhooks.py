"""The addresses of other systems that are told what happens: adding, trying and ending them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service import outside
from service.commands.add_webhook import Checked, add_webhook
from service.commands.administering import require_administrator
from service.commands.end_webhook import end_webhook
from service.commands.try_webhook import try_webhook
from service.db import reading, transaction
from service.errors import Reason, Refused
from service.models import Webhook
from service.outside.kinds import TYPES
from service.queries.webhooks import webhooks
from service.web import current
from service.web.event_types import EVENT_TYPES
from service.web.i18n import said

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")


@bp.get("")
def index() -> ResponseReturnValue:
    """List the addresses, and offer to add one."""
    return _page()


@bp.post("")
def add() -> ResponseReturnValue:
    """Tell one more address; its secret is on this answer and nowhere else, so it is no redirect."""
    try:
        address = _checked(request.form.get("url", "").strip())
        with transaction(current.database()) as database:
            hook = add_webhook(database, current.actor(), address, request.form.getlist("kind"), now=current.now())
    except (Refused, outside.Refusal) as refused:
        return _page(refused=refused.reason), 422
    return _page(new=hook)


@bp.post("/<uuid:webhook_id>/test")
def send_test(webhook_id: UUID) -> ResponseReturnValue:
    """Send the address a message to try it with."""
    with transaction(current.database()) as database:
        try_webhook(database, current.actor(), webhook_id, now=current.now())
    flash(_("A test message is on its way; how it went stands here in a moment."), "ok")
    return redirect(url_for("webhooks.index"), 303)


@bp.post("/<uuid:webhook_id>/end")
def end(webhook_id: UUID) -> ResponseReturnValue:
    """Tell the address nothing more."""
    try:
        with transaction(current.database()) as database:
            end_webhook(database, current.actor(), webhook_id, now=current.now())
    except Refused as refused:
        flash(said(refused.reason), "soon")
    else:
        flash(_("The address is told nothing more."), "ok")
    return redirect(url_for("webhooks.index"), 303)


def _checked(url: str) -> Checked:
    """The address, looked up before anything is locked. Raises NotAllowed or Refusal."""
    require_administrator(current.actor())
    target = outside.read_url(url)
    outside.locate(target, inside=current.settings().webhooks_inside)
    return Checked(url, target)


def _page(new: Webhook | None = None, refused: Reason | None = None) -> str:
    with reading(current.database()) as database:
        shown = webhooks(database, current.actor(), now=current.now())
    return render_template(
        "webhooks/index.html",
        shown=shown,
        new=new,
        refused=refused and said(refused),
        typed={"url": request.form.get("url", ""), "kinds": request.form.getlist("kind")} if refused else {},
        types=[kind for kind in EVENT_TYPES if kind in TYPES],
        names=EVENT_TYPES,
    )
