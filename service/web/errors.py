"""Where errors meet HTTP: one table, friendly pages, a request's id, and never a trace."""

import logging
from http import HTTPStatus

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from service.errors import Conflict, NotAllowed, NotFound, Refused, ServiceError, Stale
from service.web import unsent
from service.web.navigation import PLAIN
from workflows.errors import InvalidAnswers

STATUS: dict[type[Exception], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    StaleDataError: HTTPStatus.CONFLICT,
    Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Stale: HTTPStatus.PRECONDITION_FAILED,
    InvalidAnswers: HTTPStatus.UNPROCESSABLE_ENTITY,
    CSRFError: HTTPStatus.BAD_REQUEST,
    OperationalError: HTTPStatus.SERVICE_UNAVAILABLE,
    DBAPIError: HTTPStatus.SERVICE_UNAVAILABLE,
}
_PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
_LOG = logging.getLogger(__name__)


def set_up(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(Exception, answer)


def error_page(status: int, error: Exception | None = None, **shown: object) -> ResponseReturnValue:
    """The page of an error, or its JSON where that was asked for; `shown` reaches the template."""
    if request.accept_mimetypes.best == "application/json":
        return {"error": HTTPStatus(status).phrase, "request": g.get("request_id", "")}, status
    g.setdefault(PLAIN, True)
    page = status if status in _PAGES else 500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400
    return render_template(f"errors/{page}.html", error=error, request_id=g.get("request_id", ""), **shown), status


def answer(error: Exception) -> ResponseReturnValue:
    """The page of whatever went wrong."""
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("request %s failed: %s", g.get("request_id"), type(error).__name__, exc_info=error)
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    if isinstance(error, CSRFError) and (given_back := unsent.page()):
        return given_back
    return error_page(status, error if isinstance(error, ServiceError) else None)


def status_of(error: Exception) -> int:
    """What an error is called in HTTP."""
    if isinstance(error, HTTPException) and not isinstance(error, CSRFError):
        return error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, DBAPIError) and not _is_away(error):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    known = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
    return known or HTTPStatus.INTERNAL_SERVER_ERROR


def _is_away(error: DBAPIError) -> bool:
    """Locked, restarting or gone: trying again later helps. A wrong statement is our own fault."""
    return isinstance(error, OperationalError) or error.connection_invalidated
