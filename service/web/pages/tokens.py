"""One's own tokens for the API: making one, which is shown once, and ending one."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.end_token import end_token
from service.commands.make_token import make_token
from service.db import transaction
from service.errors import Reason, Refused
from service.web import current
from service.web.pages.account import proven, shown

bp = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@bp.post("")
def make() -> ResponseReturnValue:
    """Make a token, given the password, and show it, this once."""
    checked = proven(request.form.get("password", ""))
    actor, name, days = current.actor(), request.form.get("name", ""), request.form.get("days", "")
    try:
        with transaction(current.database()) as database:
            made = make_token(database, actor, actor.id, name, checked=checked, days=_number(days), now=current.now())
    except Refused as refused:
        return shown({"days" if refused.reason.code == "days" else "token": refused.reason}), 422
    return (shown({"token_password": made}), 422) if isinstance(made, Reason) else shown(made=made)


@bp.post("/<uuid:token_id>/end")
def end(token_id: UUID) -> ResponseReturnValue:
    """End one of one's own tokens."""
    with transaction(current.database()) as database:
        ended = end_token(database, current.actor(), token_id, now=current.now())
    flash(_("The token “%(name)s” has been ended.", name=ended.name), "ok")
    return redirect(url_for("account.page", _anchor="tokens"), 303)


def _number(text: str) -> int:
    """A whole number as typed; nonsense is a number that nothing takes."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
