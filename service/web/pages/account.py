"""One's own account: password, mail, language, where one is signed in."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from service.commands.change_password import change_password
from service.commands.end_other_sessions import end_other_sessions
from service.commands.end_session import end_session
from service.commands.make_token import MadeToken
from service.commands.set_email import set_email
from service.commands.set_preferences import KNOWN, set_preferences
from service.db import reading, transaction
from service.errors import Reason, Refused
from service.identity import Checked, check_credentials
from service.identity.passwords import SHORTEST
from service.queries.account import account_of
from service.queries.second_factor import secret_to_confirm
from service.queries.tokens import living_tokens_of
from service.web import appearance, current, i18n
from service.web.browsers import browser_name
from service.web.pages.taste import keep
from workflows.errors import msg

bp = Blueprint("account", __name__, url_prefix="/account")

DIFFERENT = Reason("different", msg("The two new passwords differ. Type the same one twice."))


@bp.get("")
def page() -> ResponseReturnValue:
    """Show one's own account."""
    return shown()


@bp.post("/preferences")
def preferences() -> ResponseReturnValue:
    """Keep language, theme and what is mailed."""
    wishes = {name: request.form[name] for name in KNOWN if name in request.form}
    with transaction(current.database()) as database:
        set_preferences(database, current.actor(), wishes, now=current.now())
    i18n.speak_to(wishes.get("language"))
    flash(_("Your choices are kept."), "ok")
    answer = redirect(url_for("account.page"), 303)
    for name, cookie in (("language", i18n.COOKIE), ("theme", appearance.COOKIE)):
        if name in wishes:
            keep(answer, cookie, wishes[name])
    return answer


@bp.post("/email")
def email() -> ResponseReturnValue:
    """Change the address that mail goes to, given the password."""
    checked, wanted = proven(request.form.get("password", "")), request.form.get("email", "")
    try:
        with transaction(current.database()) as database:
            refusal = set_email(database, current.actor(), checked, wanted, now=current.now())
    except Refused as refused:
        return shown({"email": refused.reason}), 422
    if refusal:
        return shown({"email_password": refusal}), 422
    flash(_("Your e-mail address is kept."), "ok")
    return redirect(url_for("account.page"), 303)


@bp.post("/password")
def password() -> ResponseReturnValue:
    """Choose a new password, given the old one."""
    new, here = request.form.get("new", ""), current.sign_in_id()
    if new != request.form.get("again"):
        return shown({"new": DIFFERENT}), 422
    checked = proven(request.form.get("password", ""))
    try:
        with transaction(current.database()) as database:
            refusal = change_password(database, current.actor(), checked, new, keep=here, now=current.now())
    except Refused as refused:
        return shown({"new": refused.reason}), 422
    if refusal:
        return shown({"password": refusal}), 422
    flash(_("Your password is changed. Every other browser has been signed out, and your tokens have ended."), "ok")
    return redirect(url_for("account.page"), 303)


@bp.post("/sessions/<uuid:sign_in_id>/end")
def end(sign_in_id: UUID) -> ResponseReturnValue:
    """Sign another browser of one's own out."""
    with transaction(current.database()) as database:
        end_session(database, current.actor(), sign_in_id, now=current.now())
    flash(_("That browser has been signed out."), "ok")
    return redirect(url_for("account.page", _anchor="sessions"), 303)


@bp.post("/sessions/end-others")
def end_others() -> ResponseReturnValue:
    """Sign every other browser of one's own out."""
    with transaction(current.database()) as database:
        ended = end_other_sessions(database, current.actor(), current.sign_in_id(), now=current.now())
    flash(
        ngettext("%(num)s other browser has been signed out.", "%(num)s other browsers have been signed out.", ended),
        "ok",
    )
    return redirect(url_for("account.page", _anchor="sessions"), 303)


def proven(password: str) -> Checked:
    """The actor's own password compared, before any transaction begins."""
    username, address = current.actor().username, request.remote_addr or ""
    with reading(current.database()) as database:
        return check_credentials(database, username, password, address=address, now=current.now())


def shown(refused: Mapping[str, Reason] | None = None, *, made: MadeToken | None = None) -> str:
    """The page, with one message a field that was refused, or with a token just made."""
    settings, key = current.settings(), current.settings().secret_key
    limits = {"idle": settings.idle, "longest": settings.longest_session}
    with reading(current.database()) as database:
        account = account_of(database, current.actor(), now=current.now(), **limits)
        tokens = living_tokens_of(database, current.actor().id, now=current.now())
        secret = secret_to_confirm(database, current.actor(), key=key) if account.second_factor == "begun" else None
    return render_template(
        "account/page.html",
        account=account,
        secret=secret,
        tokens=tokens,
        made=made,
        refused=refused or {},
        here=current.sign_in_id(),
        browser_name=browser_name,
        shortest=SHORTEST,
        mailing=bool(settings.smtp_host),
    )
