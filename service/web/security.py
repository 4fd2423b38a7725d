"""What holds for every request: deny by default, a token on every change, and headers that keep browsers strict."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.datastructures import FileStorage, MultiDict

from service.web import current, unsent

PUBLIC = frozenset({"static", "sign_in.form", "sign_in.enter"}) | {
    "api-docs.openapi_json",
    "monitoring.healthz",
    "monitoring.readyz",
    "monitoring.metrics",  # asks for a token of its own
    "api_docs.page",
    "second_factor.form",
    "second_factor.enter",
    "password_reset.form",
    "password_reset.ask",
    "password_reset.open_link",
    "password_reset.change",
    "taste.language",
    "taste.theme",
}
"""The only endpoints a stranger reaches."""

UPLOADS = frozenset({"attachment.add", "documents.add", "imports.send", "lists.send"})
"""The only endpoints that take files; everywhere else a body is a form, and small."""

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_KEPT_BY_NOBODY = ("Cache-Control", "no-store")
_BY_TLS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def set_up(app: Flask) -> None:
    """Guard every request and dress every answer."""
    app.before_request(_keep_forms_small)
    CSRFProtect(app)
    app.before_request(_ask_strangers_to_sign_in)
    app.before_request(_refuse_what_nobody_types)
    app.after_request(_add_headers)


def safe_next(target: str | None) -> str:
    """The page to go to after sign-in: a path of this site, else the inbox."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable():
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc:
            return target
    return url_for("inbox.page")


def _keep_forms_small() -> ResponseReturnValue | None:
    """A form is read into memory as a whole, also a stranger's; only files are written to disk piece by piece."""
    files = request.endpoint in UPLOADS and request.mimetype == "multipart/form-data"
    if files and (current.is_call() or current_user.is_authenticated):
        return None
    request.max_content_length = most = current_app.config["MAX_FORM_MEMORY_SIZE"]
    return _ask_for_the_file_again() if files and (request.content_length or 0) > most else None


def _ask_for_the_file_again() -> ResponseReturnValue:
    """Lead a stranger whose file cannot be kept through signing in, and back to where it was chosen."""
    if refused := _refused_as_data():
        return refused
    flash(gettext("You were signed out when you sent the file. Sign in, then choose it again."), "soon")
    return redirect(url_for("sign_in.form", next=unsent.page_before()), 303)


def _ask_strangers_to_sign_in() -> ResponseReturnValue | None:
    if current.is_call() or request.endpoint in PUBLIC or current_user.is_authenticated:
        return None
    if answer := _refused_as_data() or unsent.page():
        return answer
    if request.files:
        return _ask_for_the_file_again()
    here = request.full_path.rstrip("?") if request.method == "GET" else unsent.page_before()
    return redirect(url_for("sign_in.form", next=here), 303)


def _refused_as_data() -> ResponseReturnValue | None:
    asked = request.accept_mimetypes.best == "application/json"
    return ({"error": gettext("Please sign in again.")}, 401) if asked else None


def _refuse_what_nobody_types() -> None:
    """No keyboard has a NUL and PostgreSQL keeps none, so it can only be an attempt."""
    # A call's body is read only once its token is known.
    body = () if current.is_call() else (*request.form.items(multi=True), *_names(request.files))
    asked = b"%00" in request.query_string or b"\0" in request.query_string
    if asked or "\0" in request.path or any("\0" in text for text in chain.from_iterable(body)):
        abort(HTTPStatus.BAD_REQUEST)


def _names(files: MultiDict[str, FileStorage]) -> Iterator[tuple[str, str]]:
    return ((name, file.filename or "") for name, file in files.items(multi=True))


def _add_headers(response: Response) -> Response:
    """What the answer does not say already: one look at what it says, as it is done for every picture and letter."""
    wanted = [*_HEADERS.items(), ("X-Request-Id", g.get("request_id", ""))]
    if request.endpoint != "static":
        wanted.append(_KEPT_BY_NOBODY)
    if current.settings().secure_cookies:
        wanted.append(_BY_TLS_ONLY)
    given = {name.lower() for name, _ in response.headers}
    for name, value in wanted:
        if name.lower() not in given:
            response.headers.add(name, value)
    return response
