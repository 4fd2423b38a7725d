"""How a call changes something: one transaction, on what the caller has seen, and once however often it is sent."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from flask import Response, request
from sqlalchemy.orm import Session

from service.commands import calls
from service.db import transaction
from service.web import current
from service.web.api.door import sent_token
from service.web.api.reading import InvalidCall, Mistake
from workflows.errors import msg

_LONGEST = 200
_NO_KEY = Mistake("header", ("Idempotency-Key",), msg("An Idempotency-Key has 1 to 200 visible ASCII characters."))
_KEPT_HEADERS = ("ETag", "Location")

Act = Callable[[Session], Response]
Said = Callable[[], bytes]


def once(act: Act, *, said: Said | None = None) -> Response:
    """Do it in one transaction; under an Idempotency-Key a repeated call gets the first one's answer.

    `said` gives the bytes by which two calls are the same (the body, unless given).
    """
    key = _key()
    with transaction(current.database()) as session:
        return act(session) if key is None else _remembered(session, act, key, said or request.get_data)


def seen(version: str) -> bool:
    """Whether the caller's If-Match fits this version."""
    return request.if_match.contains(version)


def conditional() -> bool:
    """Whether the caller acts only on what they have seen."""
    return "If-Match" in request.headers


def _remembered(session: Session, act: Act, key: str, said: Said) -> Response:
    who, name, content = current.actor().id, sha256(key.encode()).hexdigest(), _content(key, said())
    earlier = calls.begin(session, who, name, content, now=current.now())
    if earlier is not None:
        return Response(earlier.body, earlier.status, {**earlier.headers, "Idempotency-Replayed": "true"})
    response = act(session)
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    kept = {**headers, "Content-Type": response.content_type} if response.status_code != 204 else headers
    calls.finish(session, who, name, calls.Answered(response.status_code, kept, response.get_data()))
    return response


def _content(key: str, said: bytes) -> str:
    """By what a repeated call is known to say the same.

    A vote has three bodies, so a plain hash would tell it. Token and key are kept nowhere: only who has both can guess.
    """
    whole = b"\0".join([request.method.encode(), request.path.encode(), said])
    return hmac.digest(f"{sent_token()}\0{key}".encode(), whole, "sha256").hex()


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (0 < len(key) <= _LONGEST and key.isascii() and key.isprintable() and key.strip()):
        raise InvalidCall(_NO_KEY)
    return key
