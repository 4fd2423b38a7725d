"""What a log says of an error: its kind and where it happened, never its message, which may quote an answer."""

import traceback
from types import TracebackType
from typing import Any

from sqlalchemy.exc import DBAPIError

_MOST = 30
"""Places of a trace that are kept, the innermost ones."""
_DEEPEST = 5


def trace_of(error: BaseException, depth: int = 0) -> dict[str, Any]:
    """The kind of the error, the places it came through, and the error it came from."""
    trace: dict[str, Any] = {"error": _named(error), "places": _places(error.__traceback__)}
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth < _DEEPEST:
        trace["because"] = trace_of(before, depth + 1)
    return trace


def _named(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    why = _of_the_database(error) if isinstance(error, DBAPIError) else ""
    if isinstance(error, OSError) and error.errno is not None and isinstance(error.strerror, str):
        why = error.strerror
    return f"{kind} ({why})" if why else kind


def _of_the_database(error: DBAPIError) -> str:
    """The database's own word for what is wrong; psycopg's messages quote values, its codes do not."""
    original: Any = error.orig
    known = (getattr(original, "sqlstate", None), getattr(original, "sqlite_errorname", None))
    constraint = getattr(getattr(original, "diag", None), "constraint_name", None)
    return ", ".join(str(word) for word in (type(original).__name__, *known, constraint) if word)


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_MOST:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}: {frame.line or ''}".rstrip(": ") for frame in frames]
