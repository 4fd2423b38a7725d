"""How a call is answered: JSON, the version of what was read, and where a list goes on."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request

_MEDIA_TYPE = "application/json"


def answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The content as JSON; moments are ISO texts in UTC, days ISO days."""
    return Response(orjson.dumps(content, option=orjson.OPT_UTC_Z), status, headers, content_type=_MEDIA_TYPE)


def nothing(headers: Mapping[str, str] | None = None) -> Response:
    """An answer without content."""
    return Response(b"", 204, headers)


def version(text: str) -> dict[str, str]:
    """The header that says which version was read or made."""
    return {"ETag": f'"{text}"'}


def page(content: Sequence[Any], cursor: str | None) -> Response:
    """A page of a list; unless it is the last one, headers say how to get the next."""
    if cursor is None:
        return answer(content)
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    onward = f"{request.path}?{urlencode([*asked, ('cursor', cursor)])}"
    return answer(content, headers={"Link": f'<{onward}>; rel="next"', "X-Next-Cursor": cursor})
