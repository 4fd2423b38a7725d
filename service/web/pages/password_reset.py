"""A forgotten password: asking for a link, and setting a new password by one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.ask_password_reset import ask_password_reset
from service.commands.reset_password import reset_password
from service.db import reading, transaction
from service.errors import NotFound, Reason, Refused
from service.identity.passwords import SHORTEST
from service.identity.reset_links import link_of_token
from service.web import current, sessions
from service.web.i18n import said
from service.web.pages.account import DIFFERENT

bp = Blueprint("password_reset", __name__, url_prefix="/password-reset")


@bp.get("")
def form() -> ResponseReturnValue:
    """Ask for the user name; where no mail is sent, say whom to ask."""
    return _asking()


@bp.post("")
def ask() -> ResponseReturnValue:
    """Have a link sent; the answer is the same whether the name is known or not."""
    if not current.settings().smtp_host:
        return _asking()
    name, address = request.form.get("username", ""), request.remote_addr or ""
    key = current.settings().secret_key
    with transaction(current.database()) as database:
        wait = ask_password_reset(database, name, key=key, address=address, now=current.now())
    return (_asking(refused=wait), 429) if wait else _asking(asked=True)


@bp.get("/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Ask for the new password, or say that the link no longer works."""
    return _choosing(token)


@bp.post("/<token>")
def change(token: str) -> ResponseReturnValue:
    """Set the new password."""
    new, address = request.form.get("new", ""), request.remote_addr or ""
    if new != request.form.get("again"):
        return _choosing(token, DIFFERENT)
    try:
        with transaction(current.database()) as database:
            reset_password(database, token, new, address=address, now=current.now())
    except NotFound:
        return _choosing(token)
    except Refused as refused:
        return _choosing(token, refused.reason)
    sessions.forget()
    flash(_("Your new password is set. Sign in with it."), "ok")
    return redirect(url_for("sign_in.form"), 303)


def _asking(*, asked: bool = False, refused: Reason | None = None) -> str:
    return render_template(
        "account/forgotten.html",
        mailing=bool(current.settings().smtp_host),
        asked=asked,
        refused=refused and said(refused),
        username=request.form.get("username", ""),
    )


def _choosing(token: str, refused: Reason | None = None) -> ResponseReturnValue:
    try:
        with reading(current.database()) as database:
            link = link_of_token(database, token, now=current.now())
    except NotFound:
        return render_template("account/dead_link.html"), 404
    page = render_template("account/new_password.html", link=link, token=token, refused=refused, shortest=SHORTEST)
    return page, 422 if refused else 200
