"""One small province a module, and systems that call in somebody's name; each test has dossiers of its own there."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from calling import System, system
from factories import World
from service.db import connect
from visits import site


@pytest.fixture(scope="module")
def world(province_on_sqlite: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """SQLite: what the calls ask is tried on both databases below, and by test_twice.py."""
    template, world = province_on_sqlite
    copy = tmp_path_factory.mktemp("calls") / "calls.db"
    shutil.copyfile(template, copy)
    database = connect(f"sqlite:///{copy}")
    yield replace(world, database=database)
    database.dispose()


@pytest.fixture(scope="module")
def app(world: World, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application at noon; nobody is slowed down here."""
    return site(world, tmp_path_factory.mktemp("files"), calls_a_minute=100_000)


@pytest.fixture(scope="module")
def calling(app: Flask, world: World) -> Callable[[str], System]:
    """A system with a token of this person."""
    return cache(lambda name: system(app, world, name))
