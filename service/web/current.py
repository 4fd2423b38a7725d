"""What a view may ask for: the database, the settings, the time, and the person who is signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Flask, current_app, g, request
from flask_login import current_user
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service import clock
from service.actors import Actor
from service.config import Settings
from service.db import reading

CALLS = "/api/v1/"
"""Where other systems call, with a token instead of a cookie; their door is in service/web/api/door.py."""
_KEY = "vinhdanh"
_SIGHT = "sight"


@dataclass(frozen=True, slots=True)
class _House:
    settings: Settings
    database: Engine
    now: Callable[[], datetime]


def set_up(app: Flask, settings: Settings, database: Engine, now: Callable[[], datetime]) -> None:
    """Keep what the application was built with."""
    app.extensions[_KEY] = _House(settings, database, now)
    app.add_template_global(is_call)
    app.teardown_request(look_no_more)


def database() -> Engine:
    """The open database."""
    return _house().database


def is_call() -> bool:
    """Whether this request is another system's call rather than a visit to a page."""
    return request.path.startswith(CALLS)


@contextmanager
def looking() -> Iterator[Session]:
    """One session to look with for the whole request: for those that only look, as a changed row would seem unchanged.

    Pages that change something read in their transaction, or in a session of their own that ends before it.
    """
    opened = g.get(_SIGHT)
    if opened is None:
        stack = ExitStack()
        opened = (stack, stack.enter_context(reading(database())))
        setattr(g, _SIGHT, opened)
    yield opened[1]


def look_no_more(_: BaseException | None = None) -> None:
    """Close this request's session to look with, before something is changed: one connection a thread is enough."""
    opened = g.pop(_SIGHT, None)
    if opened is not None:
        opened[0].close()


def settings() -> Settings:
    """The settings of this installation."""
    return _house().settings


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _house().now()


def today() -> date:
    """The present day in Việt Nam."""
    return clock.local_date(now())


def actor() -> Actor:
    """The person who is signed in; every page but the public ones has one."""
    person: Actor = current_user.actor
    return person


def sign_in_id() -> UUID:
    """The row of this browser's sign-in."""
    row: UUID = current_user.sign_in_id
    return row


def _house() -> _House:
    house: _House = current_app.extensions[_KEY]
    return house
