"""The demo's database, to look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import connect


@pytest.fixture
def loaded(demo_folder: Path) -> Iterator[Engine]:
    """The database of the demo, to look at."""
    database = connect(f"sqlite:///{demo_folder / 'vinhdanh.db'}")
    yield database
    database.dispose()
