"""The installation a command works on: its settings checked, its folder and database at hand."""

import dataclasses
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from service import demo, migrations
from service.config import Settings, kept_key, load
from service.db import connect
from service.errors import SettingError

_OTHERS = stat.S_IRWXO
_FOR_THE_WORKER = 4
"""Connections."""


def settings_of(environ: Mapping[str, str] = os.environ, *, demo: bool = False) -> Settings:
    """The settings, with the data folder made and found safe. Raises SettingError."""
    settings = load({**environ, "VINHDANH_DEMO": "1"} if demo else environ)
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingError(f"VINHDANH_DATA_DIR: {folder} cannot be made ({error.strerror}).") from None
    if not settings.demo:
        _require_private("VINHDANH_DATA_DIR", folder)
        _require_private_database(settings.database_url)
    return settings if settings.secret_key else dataclasses.replace(settings, secret_key=kept_key(folder))


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The database, closed again at the end.

    There are two connections for each thread that answers, as some look a second time while they look, and a few for
    the worker: with fewer, threads could wait for each other.
    """
    database = connect(
        settings.database_url, pool_size=settings.threads, max_overflow=settings.threads + _FOR_THE_WORKER
    )
    try:
        yield database
    finally:
        database.dispose()


def require_current(database: Engine) -> None:
    """Raises SettingError when the tables are not those of this program."""
    with database.connect().execution_options(reading=True) as connection:
        if not migrations.is_current(connection):
            raise SettingError('The database is not up to date: run "vinhdanh db upgrade" first.')


def require_no_demo(database: Engine) -> None:
    """Raises SettingError when demo people are there, whose password everybody knows."""
    if demo.is_begun(database):
        raise SettingError(
            "VINHDANH_DATABASE_URL names a database with the demo people, whose password everybody knows; "
            "use another database, or VINHDANH_DEMO=1."
        )


def _require_private(name: str, folder: Path) -> None:
    if folder.stat().st_mode & _OTHERS:
        raise SettingError(
            f"{name}: everybody on this machine may look into {folder}; take that right away (chmod o-rwx)."
        )


def _require_private_database(url: str) -> None:
    """A file of SQLite that is not there yet is made here: the library would make it for everybody to read."""
    file = make_url(url)
    if file.drivername != "sqlite":
        return
    path = Path(file.database or "")
    if not path.parent.is_dir():
        raise SettingError(f"VINHDANH_DATABASE_URL: there is no folder {path.parent}.")
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise SettingError(f"VINHDANH_DATABASE_URL: {path} cannot be written ({error.strerror}).") from None
    if path.stat().st_mode & _OTHERS and path.parent.stat().st_mode & _OTHERS:
        _require_private("VINHDANH_DATABASE_URL", path)
