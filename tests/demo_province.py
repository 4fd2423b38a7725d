"""The demo province in a folder of its own, as `vinhdanh demo` makes it, but at noon of the tests."""

from pathlib import Path

from factories import NOON
from service import demo
from service.cli.database import prepare
from service.config import load
from service.db import connect


def load_demo(folder: Path) -> None:
    """Prepare a database in the folder and play the demo up to the day before noon."""
    settings = load({"VINHDANH_DEMO": "1", "VINHDANH_DATA_DIR": str(folder)})
    database = connect(settings.database_url)
    try:
        prepare(settings, database, now=demo.begins(NOON))
        demo.load(database, folder, NOON)
    finally:
        database.dispose()
