"""What a caller sends, read strictly: JSON as JSON, no unknown names, one problem a field."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NoReturn

import marshmallow as ma
import orjson
from flask import Request, request
from webargs import missing
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from service.errors import Reason
from workflows.errors import InvalidAnswers, msg

_WRAPPED = frozenset({"variables", "withVariablesInReturn"})
_NO_VALUES = msg('Each variable is an object with a "value".')
_OTHER_TYPE = msg("Send the body as {type}.")
_NO_JSON = Reason("no_json", msg("The body is not JSON in UTF-8, or holds a number that is too large."))
_TWICE = msg("Say this only once.")
_DOUBLED = msg("The body has “{name}” twice in one object. Send it once.")
_NUL = Reason("nul", msg("The body holds a NUL character."))


@dataclass(frozen=True, slots=True)
class Mistake:
    """One field that cannot be taken: where it was sent (body, query or header), its path, and why in English."""

    sent_in: str
    path: tuple[str, ...]
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


_DEEPEST = 32
"""Levels of a body: a form's answers have three."""


_DEEP = Reason("too_deep", msg("The body is nested more than {most} levels deep."), {"most": _DEEPEST})


class Unreadable(Exception):
    """The body cannot be read at all; `reason` says why, `status` what HTTP calls that."""

    def __init__(self, reason: Reason, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(reason.text)
        self.reason, self.status = reason, status


class InvalidCall(Exception):
    """What was sent does not fit the call: one mistake a field."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(f"{'.'.join(one.path)}: {one.message}" for one in mistakes))
        self.mistakes = mistakes


class Parser(FlaskParser):
    """Reads arguments for the views of the API."""

    def parse(self, argmap: Any, req: Request | None = None, *, location: str | None = None, **options: Any) -> Any:
        """As usual; but where a question has no words at all, its answer is known already."""
        if location == "query" and not request.query_string:
            with suppress(ma.ValidationError):  # a word must be said: the usual way tells which
                return dict(_asked_nothing(argmap))
        return super().parse(argmap, req, location=location, **options)

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": ma.RAISE, "json": None, "files": ma.RAISE}  # noqa: RUF012 - webargs' own

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """The words of the address, each said once."""
        _require_once("query", req.args)
        return super().load_querystring(req, schema)

    def load_json(self, req: Request, schema: ma.Schema) -> Any:  # noqa: ARG002 - webargs' signature
        """The body as JSON; nothing at all when there is no body."""
        raw = req.get_data()
        if not req.is_json and (raw or req.content_length or req.form):
            raise _of_other_type("application/json")
        if not raw:
            return missing
        try:
            body = orjson.loads(raw)  # refuses NaN and half characters too
        except orjson.JSONDecodeError:
            raise Unreadable(_NO_JSON) from None
        if why_not := _unstorable(body):
            raise Unreadable(why_not)
        json.loads(raw, object_pairs_hook=_require_single)  # the quick reader takes the last of two
        return body

    def load_files(self, req: Request, schema: ma.Schema) -> Any:
        """The fields and files of a form, which must be multipart."""
        if req.mimetype != "multipart/form-data":
            raise _of_other_type("multipart/form-data")
        sent: CombinedMultiDict[str, Any] = CombinedMultiDict([req.files, req.form])
        _require_once("body", sent)
        return MultiDictProxy(sent, schema)

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Raise InvalidCall."""
        found = [
            Mistake("query" if location == "query" else "body", path, text)
            for location, messages in error.normalized_messages().items()  # type: ignore[no-untyped-call]
            for path, text in _flat(messages)
        ]
        raise InvalidCall(*found) from None


def _require_once(sent_in: str, said: MultiDict[str, Any]) -> None:
    """Of two values nobody knows which was meant."""
    twice = [name for name, values in said.lists() if len(values) > 1]
    if twice:
        raise InvalidCall(*(Mistake(sent_in, (name,), _TWICE) for name in twice))


def _require_single(pairs: list[tuple[str, Any]]) -> None:
    names: set[str] = set()
    for name, _ in pairs:
        if name in names:
            raise Unreadable(Reason("doubled", _DOUBLED, {"name": name}))
        names.add(name)


@lru_cache(256)
def _asked_nothing(schema: ma.Schema) -> Mapping[str, Any]:
    """What a schema without required fields makes of nothing."""
    values: Mapping[str, Any] = schema.load({})
    return values


def misplaced(invalid: InvalidAnswers, *below: str) -> InvalidCall:
    """The same mistakes, where their fields stand below another one."""
    found = invalid.problems.items()
    return InvalidCall(*(Mistake("body", (*below, name), one.message, one.values) for name, one in found))


def answers_in(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers sent as a plain object, or as `{"variables": {name: {"value": ...}}}`. Raises InvalidCall."""
    variables = body.get("variables")
    if not body or not body.keys() <= _WRAPPED or variables is None:
        return body
    if not isinstance(variables, dict):
        raise InvalidCall(Mistake("body", ("variables",), _NO_VALUES))
    wrong = [name for name, one in variables.items() if not isinstance(one, dict) or "value" not in one]
    if wrong:
        raise InvalidCall(*(Mistake("body", ("variables", name), _NO_VALUES) for name in wrong))
    return {name: one["value"] for name, one in variables.items()}


def _flat(messages: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each field once, with its first message."""
    if isinstance(messages, dict):
        for name, below in messages.items():
            yield from _flat(below, path if name == ma.exceptions.SCHEMA else (*path, str(name)))
    elif messages:
        yield path, str(messages[0] if isinstance(messages, list) else messages)


def _of_other_type(wanted: str) -> Unreadable:
    return Unreadable(Reason("media_type", _OTHER_TYPE, {"type": wanted}), HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _unstorable(value: Any) -> Reason | None:
    """Deeper than any form asks for, or with a NUL: no keyboard has one, and PostgreSQL keeps none."""
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        if any(isinstance(one, str) and "\0" in one for one in level):
            return _NUL
        level = [below for one in level for below in _below(one)]
        if not level:
            return None
    return _DEEP


def _below(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else ()
