"""The JSON API: the same commands and queries as the pages, for other systems (docs/api.md)."""

from http import HTTPStatus
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_smorest import Api

from service.config import Settings
from service.web import current, errors
from service.web.api import (
    attachments,
    door,
    dossiers,
    limits,
    problems,
    process_definitions,
    task_acts,
    tasks,
)
from service.web.api.schemas.answered import Problem

_ABOUT = (
    "Award dossiers for other systems. Every call is made in a person's name, with the bearer token that person made; "
    "it may see and do what the person may, no more. Lists go on by cursor, errors are problem details (RFC 9457)."
)
_SECURITY = {"type": "http", "scheme": "bearer", "description": "A token of the person: `vd_...`."}


def set_up(app: Flask, settings: Settings) -> None:
    """Answer calls below /api/v1; the pages have been set up before."""
    door.set_up(app)
    limits.set_up(app, settings)
    app.register_error_handler(Exception, _answer)
    app.config.update(OPENAPI_URL_PREFIX=current.CALLS, OPENAPI_JSON_PATH="openapi.json")
    api = _House(app, spec_kwargs=_spec())
    for nouns in (tasks, task_acts, dossiers, attachments, process_definitions):
        app.extensions["csrf"].exempt(nouns.bp)  # a token in a header is sent by nobody but its owner
        api.register_blueprint(nouns.bp)


class _House(Api):  # type: ignore[misc]
    """Errors are ours, and each is declared where it may happen."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave errors to the one table of this house."""

    def _register_responses(self) -> None:
        for status in problems.TITLES:
            content = {problems.MEDIA_TYPE: {"schema": Problem}}
            told = {"description": HTTPStatus(status).phrase, "content": content, **_headers(status)}
            self.spec.components.response(str(status), told)
        super()._register_responses()


def _spec() -> dict[str, Any]:
    return {
        "title": "Vinh Danh",
        "version": "1",
        "openapi_version": "3.1.0",
        "info": {"description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": _SECURITY}},
    }


def _headers(status: int) -> dict[str, Any]:
    """What an error says besides its body."""
    names = {401: "WWW-Authenticate", 429: "Retry-After"}
    return {"headers": {names[status]: {"schema": {"type": "string"}}}} if status in names else {}


def _answer(error: Exception) -> ResponseReturnValue:
    return problems.problem(error) if current.is_call() else errors.answer(error)
