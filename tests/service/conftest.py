"""What the service's tests may ask for: an empty database, and a small province in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from demo_province import load_demo
from factories import World, build_world
from service.db import connect


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """A database with every table and no rows."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def world(database: Engine) -> World:
    """A province with its people, awards, council and the packaged process."""
    return build_world(database)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that was loaded at noon; to look at only."""
    folder = tmp_path_factory.mktemp("demo")
    load_demo(folder)
    return folder
