"""The site over the small province, and people who visit it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from factories import World
from service.db import connect
from visits import Visitor, site, visitor


@pytest.fixture
def world(province_on_sqlite: tuple[Path, World], tmp_path: Path) -> Iterator[World]:
    """SQLite only: pages ask no database anything but through queries and commands, which are tried on both."""
    template, world = province_on_sqlite
    copy = tmp_path / "pages.db"
    shutil.copyfile(template, copy)
    database = connect(f"sqlite:///{copy}")
    yield replace(world, database=database)
    database.dispose()


@pytest.fixture
def app(world: World, tmp_path: Path) -> Flask:
    """The application at noon."""
    return site(world, tmp_path)


@pytest.fixture
def visit(app: Flask, world: World) -> Callable[[str], Visitor]:
    """Sign somebody in."""
    return lambda name: visitor(app, world, name)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """A browser nobody has signed in with."""
    return Visitor(app)
