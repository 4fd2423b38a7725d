"""The second factor: its code at sign-in; turning it on, with the code to scan, and off."""

import io

import segno
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.commands.confirm_second_factor import confirm_second_factor
from service.commands.pass_second_factor import pass_second_factor
from service.commands.start_second_factor import start_second_factor
from service.commands.stop_second_factor import stop_second_factor
from service.db import reading, transaction
from service.errors import NotFound, Reason, Refused
from service.identity.second_factor import address_of
from service.queries.second_factor import secret_to_confirm
from service.web import current, halfway
from service.web.i18n import said
from service.web.pages.account import proven, shown
from service.web.pages.sign_in import let_in

bp = Blueprint("second_factor", __name__)


@bp.get("/sign-in/code")
def form() -> ResponseReturnValue:
    """Ask somebody whose password was right for a code."""
    return _page() if halfway.person() else _anew()


@bp.post("/sign-in/code")
def enter() -> ResponseReturnValue:
    """Sign in with the code, or say why not."""
    known, visitor = halfway.person(), {"address": request.remote_addr or "", "browser": request.user_agent.string}
    if known is None:
        return _anew()
    (person, mark), key, code = known, current.settings().secret_key, request.form.get("code", "")
    try:
        with transaction(current.database()) as database:
            answer = pass_second_factor(database, person, mark, code, key=key, **visitor, now=current.now())
    except NotFound:
        return _anew()
    return _page(answer) if isinstance(answer, Reason) else let_in(answer)


@bp.post("/account/second-factor/start")
def start() -> ResponseReturnValue:
    """Make a secret, given the password, and show it."""
    checked = proven(request.form.get("password", ""))
    with transaction(current.database()) as database:
        refusal = start_second_factor(database, current.actor(), checked, now=current.now())
    if refusal:
        return shown({"start": refusal}), 422
    return redirect(url_for("account.page", _anchor="second-factor"), 303)


@bp.get("/account/second-factor/code.svg")
def picture() -> ResponseReturnValue:
    """The secret as a QR code, until it is confirmed; to its owner only."""
    with reading(current.database()) as database:
        secret = secret_to_confirm(database, current.actor(), key=current.settings().secret_key)
    if secret is None:
        abort(404)
    drawn = io.BytesIO()
    code = segno.make(address_of(secret, current.actor().username), error="m")
    code.save(drawn, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, nl=False)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@bp.post("/account/second-factor/confirm")
def confirm() -> ResponseReturnValue:
    """Turn it on by a first code, and show the recovery codes, this once."""
    key, code = current.settings().secret_key, request.form.get("code", "")
    try:
        with transaction(current.database()) as database:
            codes = confirm_second_factor(database, current.actor(), code, key=key, now=current.now())
    except Refused as refused:
        return shown({"code": refused.reason}), 422
    return render_template("account/recovery_codes.html", codes=codes)


@bp.post("/account/second-factor/stop")
def stop() -> ResponseReturnValue:
    """Turn it off, given password and code."""
    key, code = current.settings().secret_key, request.form.get("code", "")
    checked = proven(request.form.get("password", ""))
    with transaction(current.database()) as database:
        refusal = stop_second_factor(database, current.actor(), checked, code, key=key, now=current.now())
    if refusal:
        return shown({"stop": refusal}), 422
    flash(_("The second factor is off."), "ok")
    return redirect(url_for("account.page"), 303)


def _page(refused: Reason | None = None) -> ResponseReturnValue:
    status = 200 if refused is None else 429 if refused.code == "wait" else 422
    goal = request.values.get("next", "")
    return render_template("account/code.html", refused=refused and said(refused), next=goal), status


def _anew() -> ResponseReturnValue:
    halfway.forget()
    return redirect(url_for("sign_in.form", next=request.values.get("next")), 303)
