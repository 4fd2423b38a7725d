"""Language and light or dark, switched on any page: kept in the browser, and with the person who is signed in."""

from datetime import timedelta

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from service.commands.set_preferences import KNOWN, set_preferences
from service.db import transaction
from service.web import appearance, current, i18n
from service.web.security import safe_next

bp = Blueprint("taste", __name__)

_KEPT = timedelta(days=365)


@bp.post("/language")
def language() -> ResponseReturnValue:
    """Read in another language from now on."""
    return _switch("language", i18n.COOKIE)


@bp.post("/theme")
def theme() -> ResponseReturnValue:
    """Light, dark, or as the browser prefers."""
    return _switch("theme", appearance.COOKIE)


def _switch(name: str, cookie: str) -> ResponseReturnValue:
    chosen = request.form.get(name, "")
    answer = redirect(safe_next(request.form.get("next")), 303)
    if chosen not in KNOWN[name]:
        return answer
    if current_user.is_authenticated:
        with transaction(current.database()) as database:
            set_preferences(database, current.actor(), {name: chosen}, now=current.now())
    keep(answer, cookie, chosen)
    return answer


def keep(answer: Response, cookie: str, chosen: str) -> None:
    """Have the browser keep a choice; an empty one is forgotten."""
    secure = current.settings().secure_cookies
    lasts = _KEPT if chosen else timedelta(0)
    answer.set_cookie(cookie, chosen, max_age=lasts, secure=secure, httponly=True, samesite="Lax")
