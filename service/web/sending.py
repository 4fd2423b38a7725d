"""What somebody was sending when the page had grown old or they were signed out: kept, and offered to be sent again."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

FIELD = "~sending"
"""Carries it through the pages of signing in; signed, so that nothing else is ever offered."""
_SECRET = frozenset({"account", "password_reset", "second_factor", "sign_in"})
"""Pages that ask for passwords and codes; those are typed again."""
_TOKEN = "csrf_token"  # noqa: S105 - the name of a field


def ask_who_sends() -> ResponseReturnValue | None:
    """The sign-in page that keeps what is being sent; None when nothing was typed, or a secret."""
    if (sending := _of_request()) is None:
        return None
    return render_template("sign_in.html", sending=_signer().dumps(sending)), 401


def offer_again() -> ResponseReturnValue | None:
    """Of a page of ours with a token of an earlier sign-in: ask, or let it be sent with the present one."""
    if request.origin != request.host_url.rstrip("/") or request.accept_mimetypes.best == "application/json":
        return None
    if not current_user.is_authenticated:
        return ask_who_sends()
    sending = _of_request()
    return None if sending is None else (_again(*sending), 400)


def carried() -> str:
    """What the pages of signing in carry on, as it came."""
    return request.form.get(FIELD, "")


def go_on() -> ResponseReturnValue | None:
    """After signing in: offer what was carried to be sent; None when nothing was."""
    try:
        return _again(*_signer().loads(carried()))
    except BadSignature:
        return None


def _of_request() -> tuple[str, list[tuple[str, str]]] | None:
    """The address and the fields of the form that is being sent."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != _TOKEN]
    return (
        None
        if request.blueprint in _SECRET or not any(map(_is_typed, fields))
        else (request.full_path.rstrip("?"), fields)
    )


def _is_typed(field: tuple[str, str]) -> bool:
    name, value = field
    return bool(value.strip()) and not name.startswith("~")


def _again(address: str, fields: list[tuple[str, str]]) -> str:
    texts = [value for _, value in fields if " " in value.strip()]
    return render_template("account/send_again.html", address=address, fields=fields, texts=texts)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="sending")
