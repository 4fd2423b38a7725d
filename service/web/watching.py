"""What is noted of every request: its name, its line in the log, and its time for the monitor."""

import logging
import re
import secrets
import time
from uuid import UUID

from flask import Flask, Response, g, request

from service import logs
from service.web import meters

_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"static", "monitoring.healthz", "monitoring.readyz", "monitoring.metrics"})
"""Asked for all day by browsers and monitors; they are counted, but fill no log while they answer well."""
_FAILED = 500
_LOG = logging.getLogger("vinhdanh.request")


def set_up(app: Flask) -> None:
    """Watch every request from its first step to its last; to be called before all others that hook in."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    """Name the request as the proxy in front does, when that is a sane name; otherwise by chance."""
    g.begun = time.perf_counter()
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _SANE.fullmatch(given) else secrets.token_hex(6)
    logs.forget()
    logs.note(request_id=g.request_id)


def _end(response: Response) -> Response:
    taken = time.perf_counter() - g.get("begun", time.perf_counter())
    route = str(request.url_rule or "-")  # never the path: it names dossiers, and anybody may invent one
    method = request.method if request.method in _METHODS else "other"
    meters.observe(method, route, response.status_code, taken)
    if request.endpoint not in _QUIET or response.status_code >= _FAILED:
        _write(method, route, response.status_code, taken)
    logs.forget()
    return response


def _write(method: str, route: str, status: int, taken: float) -> None:
    actor = _actor_id()
    if actor is not None:
        logs.note(actor=str(actor))
    if _LOG.isEnabledFor(logging.INFO):
        told = {"method": method, "route": route, "status": status, "ms": round(taken * 1000, 1)}
        # Made by hand: `info` would walk the stack to find out where it was called.
        _LOG.handle(_LOG.makeRecord(_LOG.name, logging.INFO, __file__, 0, "request", (), None, extra=told))


def _actor_id() -> UUID | None:
    """Whoever was looked up in this request; nobody is looked up for the log's sake."""
    person = getattr(g.get("_login_user"), "actor", None)
    return getattr(person, "id", None)
