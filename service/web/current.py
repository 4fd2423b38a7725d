"""What a view may ask for: the database, the settings, the time, and the person who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Flask, current_app
from flask_login import current_user
from sqlalchemy import Engine

from service import clock
from service.actors import Actor
from service.config import Settings

_KEY = "vinhdanh"


@dataclass(frozen=True, slots=True)
class _House:
    settings: Settings
    database: Engine
    now: Callable[[], datetime]


def set_up(app: Flask, settings: Settings, database: Engine, now: Callable[[], datetime]) -> None:
    """Keep what the application was built with."""
    app.extensions[_KEY] = _House(settings, database, now)


def database() -> Engine:
    """The open database."""
    return _house().database


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
