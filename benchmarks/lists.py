"""Taking in a list of a thousand nominees: the workbook read and looked through, then a dossier for each row."""

import time
from pathlib import Path

from benchmarks.figures import Figure
from factories import NOON, build_world
from sent_lists import nominees, send, sheet_of, take
from service.config import Settings
from service.db import connect
from service.migrations import upgrade
from service.worker.jobs import do_jobs

NOMINEES = 1000
SECONDS = 20


def measure(name: str, url: str, folder: Path) -> Figure:
    """Seconds from the file's arrival to the last dossier, as the worker does it."""
    upgrade(url)
    world = build_world(connect(url))
    rows = nominees(NOMINEES)
    begun = time.perf_counter()
    sheet = send(world, rows)
    read = time.perf_counter() - begun
    take(world, sheet)
    do_jobs(world.database, Settings(url, folder, "k" * 40), NOON)
    taken = time.perf_counter() - begun
    assert sheet_of(world, sheet).done == NOMINEES
    world.database.dispose()
    return Figure(
        f"Seconds to take in 1,000 nominees, {name}", taken, SECONDS, f"{read:.1f} s of them reading the file"
    )
