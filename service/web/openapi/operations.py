"""The calls of the API's description, by topic, with a line for curl."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from service.web.openapi.schemas import Field, example_of, fields_of, kind_of, resolved

_METHODS = ("get", "post", "put", "patch", "delete")
_JSON, _FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status that may come back, and what it means."""

    status: str
    phrase: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    description: Sequence[str]
    parameters: Sequence[Field]
    body: Sequence[Field]
    answers: Sequence[Answer]
    given: Sequence[Field]
    """The fields of what comes back when all is well."""
    curl: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The calls about one noun."""

    name: str
    meaning: str
    operations: Sequence[Operation]


def topics_of(document: Mapping[str, Any], address: str) -> list[Topic]:
    """All calls by their first tag, in the order of the description; `address` is where the service is reached."""
    meanings = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    found: dict[str, list[Operation]] = {name: [] for name in meanings}
    for path, methods in document.get("paths", {}).items():
        for method in (one for one in _METHODS if one in methods):
            asked = {**methods[method], "parameters": [*methods.get("parameters", ()), *_own(methods[method])]}
            topic = next(iter(asked.get("tags", ())), "other")
            found.setdefault(topic, []).append(_operation(document, method, path, asked, address))
    return [Topic(name, meanings.get(name, ""), calls) for name, calls in found.items() if calls]


def _own(asked: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    own: Sequence[Mapping[str, Any]] = asked.get("parameters", ())
    return own


def _operation(
    document: Mapping[str, Any], method: str, path: str, asked: Mapping[str, Any], address: str
) -> Operation:
    parameters = [resolved(document, one) for one in asked["parameters"]]
    media, schema = _body(document, asked)
    return Operation(
        id=asked.get("operationId") or f"{method}{path}".replace("/", "-").translate(str.maketrans("", "", "{}")),
        method=method.upper(),
        path=path,
        summary=asked.get("summary", ""),
        description=[part.strip() for part in asked.get("description", "").split("\n\n") if part.strip()],
        parameters=[_parameter(document, one) for one in parameters],
        body=list(fields_of(document, schema)),
        answers=list(_answers(document, asked)),
        given=list(fields_of(document, _given(document, asked))),
        curl=_curl(
            method, address + _filled(path, parameters), media, example_of(document, schema) if schema else None
        ),
    )


def _parameter(document: Mapping[str, Any], one: Mapping[str, Any]) -> Field:
    kind = f"{one.get('in', '')}, {kind_of(document, one.get('schema', {}))}"
    return Field(one.get("name", ""), 0, kind, bool(one.get("required")), one.get("description", ""))


def _body(document: Mapping[str, Any], asked: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The first kind of body that is taken, with its schema (its own example put in)."""
    content = resolved(document, asked.get("requestBody", {})).get("content", {})
    if not content:
        return "", {}
    media = next((kind for kind in (_JSON, _FORM) if kind in content), next(iter(content)))
    schema = dict(resolved(document, content[media].get("schema", {})))
    examples = content[media].get("examples", {}).values()
    given = content[media].get("example", next((resolved(document, one).get("value") for one in examples), None))
    return media, schema | ({"example": given} if given is not None else {})


def _given(document: Mapping[str, Any], asked: Mapping[str, Any]) -> Mapping[str, Any]:
    good: Mapping[str, Any] = next(
        (one for status, one in asked.get("responses", {}).items() if str(status).startswith("2")), {}
    )
    schema: Mapping[str, Any] = resolved(document, good).get("content", {}).get(_JSON, {}).get("schema", {})
    return schema


def _answers(document: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[Answer]:
    for status, given in asked.get("responses", {}).items():
        text = str(status)
        phrase = HTTPStatus(int(text)).phrase if text.isdigit() else ""
        meaning = str(resolved(document, given).get("description", ""))
        yield Answer(text, phrase, "" if meaning == phrase else meaning)


def _filled(path: str, parameters: Sequence[Mapping[str, Any]]) -> str:
    """The path with examples where it has places, as far as the description gives any."""
    for one in parameters:
        example = one.get("example", one.get("schema", {}).get("example"))
        if one.get("in") == "path" and example is not None:
            path = path.replace(f"{{{one['name']}}}", str(example))
    return path


def _curl(method: str, url: str, media: str, example: Any) -> str:
    words = ["curl", *(["-X", method.upper()] if method != "get" else []), "-H", '"Authorization: Bearer $TOKEN"']
    lines = [" ".join(words)]
    if media == _FORM:
        lines += [
            f"-F {shlex.quote(f'{name}=@file.pdf' if name == 'file' else f'{name}={value}')}"
            for name, value in (example or {}).items()
        ]
    elif media:
        lines.append(f"-H 'Content-Type: {media}'")
        lines.append(f"-d {shlex.quote(json.dumps(example, ensure_ascii=False))}")
    return " \\\n  ".join([*lines, shlex.quote(url)])
