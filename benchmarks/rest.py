"""The 13-step dossier over REST, by real server processes, beside two yardsticks of the same run."""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from benchmarks import callers, processes, world, yardsticks
from benchmarks.callers import STEPS, Seen
from benchmarks.figures import Figure
from benchmarks.processes import Server
from benchmarks.world import World
from service import db
from service.commands.make_token import make_token

WARMING, LAPS, ALONE, TOGETHER, CLIENTS = 8, 5, 8, 96, 8
"""Dossiers carried before anything is measured, by one client (in laps of so many), and by eight at once."""
TIMES_CPU, TIMES_MEDIAN = 6, 20


def measure(name: str, url: str, folder: Path, database_pid: int | None = None) -> Iterator[Figure]:
    """What a dossier costs on one database."""
    place = world.build(url)
    world.seat_council(place, callers.MEMBERS)
    tokens = _tokens(place)
    with processes.product(url, folder / "data", database_pid) as server:
        _carry(server, tokens, WARMING, 1)  # the first ones load what later ones find loaded, and prepared
        yield _stored(name, place, server, tokens)
        laps = [_lap(place, server, tokens) for _ in range(LAPS)]
        yield _mean(f"CPU seconds a dossier, {name}", [lap.whole for lap in laps], "opening and 13 steps, inbox too")
        yield _mean(f"Steps a second, 1 client, {name}", [STEPS / lap.taken for lap in laps], "")
        yield from _together(name, server, tokens)
    step, hello, commit = (statistics.mean(getattr(lap, part) for lap in laps) for part in ("step", "hello", "commit"))
    yield Figure(
        f"CPU of a step with its inbox page / yardsticks, {name}",
        step / (2 * hello + commit),
        TIMES_CPU,
        f"{step * 1e3:.2f} ms beside 2 x {hello * 1e3:.2f} and {commit * 1e3:.2f} ms",
    )
    yield _telling(name, url, folder)
    place.database.dispose()


@dataclass(frozen=True)
class Lap:
    """Some dossiers carried by one client, and both yardsticks right beside: a machine is not as fast all day."""

    whole: float
    """Seconds of CPU of a dossier."""
    step: float
    hello: float
    commit: float
    taken: float
    """Seconds on the clock of a dossier."""


def _lap(place: World, server: Server, tokens: dict[str, str]) -> Lap:
    hello, before = yardsticks.hello_cpu(), server.cpu()
    codes = callers.open_dossiers(server.address, tokens, ALONE)
    opened = server.cpu()
    taken, _ = callers.carry(server.address, tokens, codes, 1)
    spent, whole = server.cpu() - opened, server.cpu() - before
    hello = (hello + yardsticks.hello_cpu()) / 2
    commit = yardsticks.commit_cpu(place, server.database_pid)
    return Lap(whole / ALONE, spent / ALONE / STEPS, hello, commit, taken / ALONE)


def _mean(name: str, values: list[float], seen: str) -> Figure:
    return Figure(name, statistics.mean(values), None, seen)


def _stored(name: str, place: World, server: Server, tokens: dict[str, str]) -> Figure:
    before = _size(place)
    _carry(server, tokens, ALONE, 1)
    return Figure(f"Kilobytes stored a dossier, {name}", (_size(place) - before) / ALONE / 1024, None)


def _together(name: str, server: Server, tokens: dict[str, str]) -> Iterator[Figure]:
    taken, seen = _carry(server, tokens, TOGETHER, CLIENTS)
    yield Figure(f"Steps a second, 8 clients, {name}", TOGETHER * STEPS / taken, None)
    median, late = statistics.median(seen.submit), statistics.quantiles(seen.submit, n=100)[-1]
    promised = TIMES_MEDIAN if name == "SQLite" else None
    words = f"{late * 1e3:.0f} ms beside {median * 1e3:.0f} ms; inbox {statistics.median(seen.inbox) * 1e3:.0f} ms"
    yield Figure(f"p99 of a submit / median, 8 clients, {name}", late / median, promised, words)


def _carry(server: Server, tokens: dict[str, str], dossiers: int, clients: int) -> tuple[float, Seen]:
    codes = callers.open_dossiers(server.address, tokens, dossiers)
    return callers.carry(server.address, tokens, codes, clients)


def _tokens(place: World) -> dict[str, str]:
    """A token for everybody who acts, by task; the members of the council by seat."""
    people = {**place.actors, **{f"member {seat}": one for seat, one in enumerate(place.members[: callers.MEMBERS])}}
    with db.transaction(place.database) as session:
        return {
            name: make_token(session, None, one.id, "bench", now=datetime.now(UTC)).text for name, one in people.items()
        }


def _size(place: World) -> int:
    """Bytes of the database."""
    with place.database.connect().execution_options(reading=True) as connection:
        if place.database.dialect.name == "postgresql":
            connection.execute(text("checkpoint"))
            return int(connection.scalar(text("select pg_database_size(current_database())")) or 0)
        pages = connection.scalar(text("pragma page_count")) or 0
        return int(pages) * int(connection.scalar(text("pragma page_size")) or 0)


def _telling(name: str, url: str, folder: Path) -> Figure:
    """What telling everybody costs afterwards, in a process nobody waits for."""
    environ = {
        "VINHDANH_DATABASE_URL": url,
        "VINHDANH_DATA_DIR": str(folder / "data"),
        "VINHDANH_SECRET_KEY": os.urandom(24).hex(),
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", "from service.cli import main; raise SystemExit(main())", "worker", "--once"]
    subprocess.run(
        command, cwd=processes.ROOT, env={**environ, "PATH": os.environ["PATH"]}, check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    dossiers = WARMING + (1 + LAPS) * ALONE + TOGETHER
    return Figure(
        f"CPU milliseconds of telling a dossier afterwards, {name}",
        spent / dossiers * 1e3,
        None,
        "worker --once, its start included",
    )
