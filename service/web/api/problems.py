"""What goes wrong, as problem details (RFC 9457) in the caller's language; never a trace, never an answer."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, g, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from service.errors import Conflict, NotAllowed, Refused, Stale
from service.web.api.door import Unknown
from service.web.api.limits import TooMany
from service.web.api.reading import InvalidCall, Mistake, Unreadable, misplaced
from service.web.errors import status_of
from service.web.i18n import said
from workflows.errors import InvalidAnswers

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: lazy_gettext("The call cannot be read"),
    401: lazy_gettext("No valid token"),
    403: lazy_gettext("Not allowed"),
    404: lazy_gettext("Not found"),
    405: lazy_gettext("This address does not take such a call"),
    409: lazy_gettext("Somebody was faster"),
    412: lazy_gettext("Changed meanwhile"),
    413: lazy_gettext("Too large"),
    415: lazy_gettext("Send another content type"),
    422: lazy_gettext("Cannot be done like this"),
    429: lazy_gettext("Too many calls"),
    500: lazy_gettext("An error on our side"),
    503: lazy_gettext("Away for a moment"),
}
_TYPES = {
    400: "malformed",
    401: "unauthenticated",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    412: "stale",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "too-many-calls",
    500: "internal",
    503: "unavailable",
}
_LOG = logging.getLogger(__name__)


def problem(error: Exception) -> Response:
    """The answer to a call that failed."""
    status = _status(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("call %s failed: %s", g.get("request_id"), type(error).__name__, exc_info=error)
    known = status if status in _TYPES else 500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400
    told = {
        "type": f"urn:vinhdanh:problem:{_TYPES[known]}",
        "title": str(TITLES[known]),
        "status": known,
        "instance": request.path,
        "request": g.get("request_id", ""),
        **_told(error),
    }
    return Response(orjson.dumps(told, option=orjson.OPT_UTC_Z), known, _headers(error), content_type=MEDIA_TYPE)


def _status(error: Exception) -> int:
    if isinstance(error, Unknown):
        return HTTPStatus.UNAUTHORIZED
    if isinstance(error, TooMany):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(error, Unreadable):
        return error.status
    return HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(error, InvalidCall) else status_of(error)


def _told(error: Exception) -> Mapping[str, Any]:
    if isinstance(error, InvalidAnswers):
        error = misplaced(error)
    if isinstance(error, InvalidCall):
        return {
            "detail": gettext("Some of what was sent cannot be taken."),
            "errors": list(map(_field, error.mistakes)),
        }
    if isinstance(error, Conflict):
        return {"detail": said(error.reason), "reason": error.reason.code, "who": error.who, "at": error.at}
    if isinstance(error, RequestEntityTooLarge):
        return {"detail": gettext("A body here has at most %(most)s MB.", most=_most_megabytes())}
    if isinstance(error, (NotAllowed, Refused, Stale, Unreadable)):
        return {"detail": said(error.reason), "reason": error.reason.code.partition(":")[0]}
    return {}


def _most_megabytes() -> int:
    return (request.max_content_length or 0) // 1024 // 1024


def _field(mistake: Mistake) -> Mapping[str, str]:
    """One field: by its dotted name, and when it stood in the body by a JSON pointer (RFC 6901)."""
    entry = {"in": mistake.sent_in, "field": ".".join(mistake.path), "detail": said(mistake)}
    if mistake.sent_in == "body":
        entry["pointer"] = "#" + "".join(f"/{one.replace('~', '~0').replace('/', '~1')}" for one in mistake.path)
    return entry


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, Unknown):
        wrong = ', error="invalid_token"' if error.given else ""
        return {"WWW-Authenticate": f'Bearer realm="vinhdanh"{wrong}'}
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.wait)}
    if isinstance(error, HTTPException) and getattr(error, "valid_methods", None):
        return {"Allow": ", ".join(sorted(error.valid_methods))}  # type: ignore[attr-defined]
    return {}
