"""Where a list goes on, as a text nobody needs to understand: a place in it and the order it was read in."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from uuid import UUID

import orjson

from service.queries.api_tasks import TaskPlace
from service.web.api.reading import InvalidCall, Mistake
from workflows.errors import msg

_NO_CURSOR = Mistake("query", ("cursor",), msg("This is no cursor of this list; begin without one."))


def write_cursor(order: str, *place: object) -> str:
    """A cursor for the place in a list that was read in this order."""
    return urlsafe_b64encode(orjson.dumps([order, *map(str, place)])).decode().rstrip("=")


def task_place(cursor: str, order: str) -> TaskPlace | None:
    """The place in a list of tasks; None for none. Raises InvalidCall."""
    if not cursor:
        return None
    item, due = _read(cursor, order, 2)
    try:
        return TaskPlace(UUID(item), date.fromisoformat(due))
    except ValueError:
        raise InvalidCall(_NO_CURSOR) from None


def id_place(cursor: str, order: str) -> UUID | None:
    """The id after which a list goes on; None for none. Raises InvalidCall."""
    try:
        return UUID(_read(cursor, order, 1)[0]) if cursor else None
    except ValueError:
        raise InvalidCall(_NO_CURSOR) from None


def number_place(cursor: str, order: str) -> int | None:
    """The number below which a list goes on; None for none. Raises InvalidCall."""
    text = _read(cursor, order, 1)[0] if cursor else ""
    if cursor and not (text.isascii() and text.isdigit() and int(text[:10]) > 0 and len(text) < 10):
        raise InvalidCall(_NO_CURSOR)
    return int(text) if cursor else None


def _read(cursor: str, order: str, length: int) -> list[str]:
    try:
        found = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise InvalidCall(_NO_CURSOR) from None
    if not isinstance(found, list) or len(found) != length + 1 or not all(isinstance(one, str) for one in found):
        raise InvalidCall(_NO_CURSOR)
    if found[0] != order:
        raise InvalidCall(_NO_CURSOR)
    return [str(one) for one in found[1:]]
