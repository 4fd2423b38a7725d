"""What the service's tests may ask for: an empty database, and a small province in it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from demo_province import load_demo
from factories import World, build_world
from postgres import Cluster
from service.db import connect


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """A database with every table and no rows."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A province with its people, awards, council and the packaged process, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield from _opened(*request.getfixturevalue("province_on_sqlite"), tmp_path)
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    template, world = request.getfixturevalue("province_on_postgresql")
    name = cluster.create(template=template)
    yield from _connected(cluster.url(name), world)
    cluster.drop(name)


@pytest.fixture(scope="session")
def province_on_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A file with the small province, to be copied."""
    path = tmp_path_factory.mktemp("province") / "province.db"
    shutil.copyfile(migrated_sqlite, path)
    return path, _furnished(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def province_on_postgresql(postgresql: Cluster, migrated_postgresql: str) -> tuple[str, World]:
    """A database with the small province, to be copied."""
    name = postgresql.create(template=migrated_postgresql)
    return name, _furnished(postgresql.url(name))


def _furnished(url: str) -> World:
    database = connect(url)
    world = build_world(database)
    database.dispose()  # the last connection gone, the log is in the file
    return world


def _opened(template: Path, world: World, folder: Path) -> Iterator[World]:
    copy = folder / "province.db"
    shutil.copyfile(template, copy)
    yield from _connected(f"sqlite:///{copy}", world)


def _connected(url: str, world: World) -> Iterator[World]:
    database = connect(url)
    yield replace(world, database=database)
    database.dispose()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that was loaded at noon; to look at only."""
    folder = tmp_path_factory.mktemp("demo")
    load_demo(folder)
    return folder
