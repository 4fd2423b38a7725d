"""What every test may ask for: a database of its own on each supported server, and the browser of this machine."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from postgres import Cluster, binaries, shared_cluster

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.fixture
def noon() -> datetime:
    """Noon of Monday 23 November 2026 in Hòa Vân."""
    return NOON


@pytest.fixture(scope="session")
def meeting_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def postgresql(meeting_place: Path) -> Iterator[Cluster]:
    """A running PostgreSQL; without its programs the tests that need it are skipped, except in CI."""
    if binaries() is None:
        _do_without("PostgreSQL is not installed: its tests are skipped (apt-get install postgresql)")
    with shared_cluster(meeting_place) as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / f'{uuid4().hex}.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    database = cluster.create()
    yield cluster.url(database)
    cluster.drop(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table and no rows, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        copy = tmp_path / f"{uuid4().hex}.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), copy)
        yield f"sqlite:///{copy}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    database = cluster.create(template=request.getfixturevalue("migrated_postgresql"))
    yield cluster.url(database)
    cluster.drop(database)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest migration, to be copied."""
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Cluster) -> str:
    """The name of a PostgreSQL database at the newest migration, to be copied."""
    name = postgresql.create()
    _upgrade(postgresql.url(name))
    return name


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the machine's own Chromium; without it the browser tests are skipped, except in CI."""
    if CHROMIUM is None:
        _do_without("Chromium is not installed: the browser tests are skipped (apt-get install chromium)")
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


def _upgrade(url: str) -> None:
    # Imported here so that tests of the pure engine never load the service.
    from service.migrations import upgrade

    upgrade(url)


def _do_without(reason: str) -> None:
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)
