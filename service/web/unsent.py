"""What somebody sent from a page that had grown old, or after their session had ended: given back to be copied.

It is shown once, to whoever sent it, and kept nowhere: what were carried through signing in could be sent unseen, or by
whoever signs in next.
"""

from urllib.parse import urlsplit

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

SECRET = frozenset({"again", "code", "new", "password"})
"""Questions whose answers are typed again; a form with one of them is not shown at all."""


def page() -> ResponseReturnValue | None:
    """The page with what was written; None when nothing was, and for whatever another site sends."""
    texts = _texts() if _is_ours() else []
    if not texts:
        return None
    signed_in = current_user.is_authenticated
    shown = render_template("account/unsent.html", texts=texts, back=page_before(), signed_in=signed_in)
    return shown, 400 if signed_in else 401


def page_before() -> str | None:
    """The page of this house that a form was sent from, as a path."""
    before = request.referrer or ""
    if not before.startswith(request.host_url):
        return None
    parts = urlsplit("/" + before.removeprefix(request.host_url).lstrip("/\\"))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_ours() -> bool:
    return request.origin == request.host_url.rstrip("/") and request.accept_mimetypes.best != "application/json"


def _texts() -> list[str]:
    """Every answer of more than one word; what is shorter is soon typed again, and a vote is one word."""
    if SECRET & request.form.keys():
        return []
    return [value for _, value in request.form.items(multi=True) if len(value.split()) > 1]
