"""What machines ask: whether the process lives, whether it can work, and its numbers."""

import hmac
from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from service.db import reading
from service.queries.readiness import Queue, queue_of, why_not_ready
from service.queries.vital_signs import VitalSigns, vital_signs
from service.web import current, meters

bp = Blueprint("monitoring", __name__)

_SIGNS = {
    "open_tasks": "Open work items.",
    "overdue_tasks": "Open work items after their last day.",
    "untold_dossiers": "Dossiers whose newest events nobody has been told of yet.",
    "open_incidents": "Incidents nobody has resolved.",
    "signed_in": "Browsers that are signed in.",
    "waiting_jobs": "Jobs that wait to be done.",
    "dead_jobs": "Jobs that were given up.",
    "oldest_job_seconds": "How long the oldest job that is due has been waiting.",
}


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process lives; nothing is asked of the database."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say whether work can be done here: 503 with the reasons when not."""
    try:
        with reading(current.database()) as database:
            reasons = why_not_ready(database, now=current.now())
    except SQLAlchemyError:
        reasons = ["the database does not answer"]
    return ({"status": "unavailable", "reasons": reasons}, 503) if reasons else {"status": "ready"}


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Show the numbers to whoever brings the token of the settings."""
    _require_token(current.settings().metrics_token)
    settings, now = current.settings(), current.now()
    with reading(current.database()) as database:
        signs = vital_signs(database, now=now, idle=settings.idle, longest=settings.longest_session)
        queue = queue_of(database, now=now)
    return Response(meters.page(_described(signs, queue)), content_type=meters.CONTENT_TYPE)


def _require_token(token: str) -> None:
    """Without a token in the settings there are no metrics."""
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        abort(Response("", 401, {"WWW-Authenticate": 'Bearer realm="metrics"'}))


def _described(signs: VitalSigns, queue: Queue) -> Mapping[str, tuple[str, float]]:
    return {name: (_SIGNS[name], value) for name, value in (asdict(signs) | asdict(queue)).items()}
