"""The API's nouns: blueprints whose views say in one place what they answer, so that the OpenAPI document is whole."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask_smorest import Blueprint
from marshmallow import Schema

from service.web.api.reading import Parser

_View = TypeVar("_View", bound=Callable[..., Any])
_JSON, _PROBLEM = "application/json", "application/problem+json"
_ALWAYS = (400, 401, 422, 429, 503)
"""What every call may be answered with: unreadable, no token, a mistake, too many calls, the database away."""
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A text of your own, new for every new call: sent again with the same body, the call is not done "
    "again; its first answer comes back with `Idempotency-Replayed: true`. With another body or token: 422.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": "7f1c-2026-11-22",
}
_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "The `ETag` you have read: the act is refused with 412 when things have changed since.",
    "schema": {"type": "string", "pattern": '^("[!#-~]*"|\\*)$'},
}
_TEXT = {"schema": {"type": "string"}}
HEADERS: Mapping[str, Mapping[str, Any]] = {
    "ETag": {"description": "The version, for If-Match.", **_TEXT},
    "Location": {"description": "Where it can be read.", **_TEXT},
    "Link": {"description": 'The next page (`rel="next"`); not on the last one.', **_TEXT},
    "X-Next-Cursor": {"description": "The cursor of the next page; not on the last one.", **_TEXT},
    "Idempotency-Replayed": {"description": "`true` for an answer that was given before.", **_TEXT},
}


@dataclass(frozen=True)
class Told:
    """What a call is answered with: statuses with their shapes, and what goes wrong."""

    name: str
    answers: Mapping[int, Any]
    fails: tuple[int, ...]
    headers: tuple[str, ...]
    example: Any = None
    media: Mapping[str, Any] = field(default_factory=dict)
    changes: bool = False
    conditional: bool = False


class Noun(Blueprint):  # type: ignore[misc]
    """A noun of the API, with its calls."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, url_prefix="/api/v1", description=description)
        self._prepare_doc_cbks.append(_describe)

    def get(self, rule: str, **options: Any) -> Callable[[_View], _View]:
        """Answer GET at this address."""
        decorate: Callable[[_View], _View] = super().get(rule, **options)
        return decorate

    def post(self, rule: str, **options: Any) -> Callable[[_View], _View]:
        """Answer POST at this address."""
        decorate: Callable[[_View], _View] = super().post(rule, **options)
        return decorate

    def arguments(self, schema: type[Schema], **options: Any) -> Callable[[_View], _View]:
        """Read the body (or another `location`) by a schema, and give it to the view before the address' own values."""
        decorate: Callable[[_View], _View] = super().arguments(schema(), **options)  # made once: a call costs less
        return decorate

    def call(
        self,
        name: str,
        answers: Mapping[int, type[Schema] | Schema | None],
        *,
        fails: tuple[int, ...] = (),
        headers: tuple[str, ...] = (),
        example: Any = None,
        media: Mapping[str, Any] | None = None,
        changes: bool = False,
        conditional: bool = False,
    ) -> Callable[[_View], _View]:
        """Say what a view answers: `name` is its operationId, `media` gives other media types than JSON.

        A call that `changes` something takes an Idempotency-Key; a `conditional` one If-Match.
        """
        told = Told(name, answers, fails, headers, example, media or {}, changes, conditional)

        def remember(view: _View) -> _View:
            @wraps(view)
            def described(*args: Any, **arguments: Any) -> Any:
                return view(*args, **arguments)

            described._apidoc = {**deepcopy(getattr(view, "_apidoc", {})), "told": told}  # type: ignore[attr-defined]
            return described  # type: ignore[return-value]

        return remember


def _describe(doc: dict[str, Any], info: dict[str, Any], **_: Any) -> dict[str, Any]:
    told: Told = info["told"]
    doc["operationId"] = told.name
    doc["responses"] = _responses(told)
    extra = [_KEY] * told.changes + [_MATCH] * told.conditional
    if extra:
        doc["parameters"] = [*doc.get("parameters", []), *deepcopy(extra)]
    return doc


def _responses(told: Told) -> dict[int, Any]:
    known = [*told.headers, *(["Idempotency-Replayed"] if told.changes else [])]
    headers = {name: dict(HEADERS[name]) for name in known}
    found: dict[int, Any] = {}
    for status, shape in told.answers.items():
        one: dict[str, Any] = {"description": HTTPStatus(status).phrase, **({"headers": headers} if headers else {})}
        if told.media:
            one["content"] = deepcopy(told.media)
        elif shape is not None:
            one["content"] = {_JSON: {"schema": shape, **({"example": told.example} if told.example else {})}}
        found[status] = one
    failing = {*_ALWAYS, *told.fails, *((409, 413, 415) if told.changes else ()), *((412,) if told.conditional else ())}
    return found | {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(failing)}
