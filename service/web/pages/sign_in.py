"""Coming in and going out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from service.commands.sign_in import Halfway, Token, sign_in
from service.commands.sign_out import sign_out
from service.db import reading, transaction
from service.errors import Reason
from service.identity import check_credentials
from service.identity.passwords import mark_of
from service.queries.demo_people import demo_people
from service.web import current, halfway, sessions
from service.web.i18n import said
from service.web.security import safe_next

bp = Blueprint("sign_in", __name__)

DEMO_PASSWORD = "vinhdanh"  # noqa: S105 - shown on the page, and only in demo mode


@bp.get("/sign-in")
def form() -> ResponseReturnValue:
    """Ask for name and password; in the demo offer its people."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")), 303)
    return _page()


@bp.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in, or say why not."""
    username, password = request.form.get("username", ""), request.form.get("password", "")
    address, now = request.remote_addr or "", current.now()
    with reading(current.database()) as database:
        checked = check_credentials(database, username, password, address=address, now=now)
    with transaction(current.database()) as database:
        answer = sign_in(database, checked, browser=request.user_agent.string, now=now)
    if isinstance(answer, Halfway):
        halfway.begin(answer.person_id, mark_of(answer.kept, key=current.settings().secret_key))
        return redirect(url_for("second_factor.form", next=request.form.get("next")), 303)
    return let_in(answer) if isinstance(answer, Token) else _page(answer)


@bp.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End this browser's sign-in, on the server too."""
    with transaction(current.database()) as database:
        sign_out(database, current.actor(), current.sign_in_id(), now=current.now())
    sessions.forget()
    flash(_("You have signed out."), "ok")
    return redirect(url_for("sign_in.form"), 303)


def let_in(token: Token) -> ResponseReturnValue:
    """Open the page that was asked for to somebody who has just proven who they are."""
    sessions.begin(token.text)
    return redirect(safe_next(request.form.get("next")), 303)


def _page(refused: Reason | None = None) -> ResponseReturnValue:
    people = []
    if current.settings().demo:
        with reading(current.database()) as database:
            people = demo_people(database, today=current.today())
    status = 200 if refused is None else 429 if refused.code == "wait" else 422
    page = render_template(
        "sign_in.html",
        refused=refused and said(refused),
        username=request.form.get("username", ""),
        next=request.values.get("next", ""),
        people=people,
        demo_password=DEMO_PASSWORD,
    )
    return page, status
