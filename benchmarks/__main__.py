"""`make bench`: measures what is promised and prints a table; benchmarks/results/ keeps it as JSON.

`python -m benchmarks rest inbox` measures these alone and keeps nothing.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from benchmarks import bulk, inbox, lists, rest, steps, world
from benchmarks.figures import Figure, show
from postgres import binaries, shared_cluster

RESULTS = Path(__file__).parent / "results"
FEW, MANY, MOST = 10, 10_000, 1_000_000


@dataclass(frozen=True)
class Place:
    """A database server to measure on: its name, how to get an empty database, its first process."""

    name: str
    empty: Callable[[], str]
    pid: int | None = None


def main() -> int:
    """Measure, print and keep everything; 1 when a promise is broken."""
    chosen = sys.argv[1:] or list(_PARTS)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        places = _places(Path(folder), stack)
        figures = [figure for part in chosen for figure in _PARTS[part](Path(folder), places)]
    show(figures)
    if not sys.argv[1:]:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "latest.json").write_text(json.dumps([asdict(f) | {"kept": f.kept} for f in figures], indent=2))
    return 0 if all(figure.kept for figure in figures) else 1


def _places(folder: Path, stack: ExitStack) -> list[Place]:
    files = iter(range(1000))
    found = [Place("SQLite", lambda: f"sqlite:///{folder}/{next(files)}.db")]
    if binaries() is None:
        print("PostgreSQL is not installed: nothing is measured on it")
        return found
    cluster = stack.enter_context(shared_cluster(folder))
    first = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
    return [*found, Place("PostgreSQL", lambda: cluster.url(cluster.create()), first)]


def _naive(folder: Path, places: list[Place]) -> Iterator[Figure]:
    built = world.build(places[0].empty())
    for returns, dossiers, promised in ((0, 12, 1.3), (10, 4, 0.9)):
        found = steps.compare(built, folder, 5, dossiers, returns)
        seen = f"{found['ours_ms']:.2f} ms beside {found['naive_ms']:.2f} ms"
        yield Figure(f"CPU of a step / naive, {returns} returns", found["ours_ms"] / found["naive_ms"], promised, seen)
    yield from _statements(built)
    yield from _ballots(built)


def _statements(place: world.World) -> Iterator[Figure]:
    counts = {name: steps.statements(place, *how) for name, how in _SHAPES.items()}
    for name, found in counts.items():
        by_kind: dict[str, Any] = found["statements"]
        words = ", ".join(f"{kind} {number}" for kind, number in by_kind.items())
        yield Figure(f"SQL statements of a step, {name}", max(by_kind.values()), 12, words)
        yield Figure(f"Commits of a step, {name}", max(found["commits"]), 1)
        yield Figure(f"Bytes of state, {name}", found["state_bytes"], 1000)


_SHAPES = {"9 members": (9, 0), "200 members": (200, 0), "after 20 returns": (9, 20)}


def _ballots(place: world.World) -> Iterator[Figure]:
    usual, again = steps.ballots(place, 12, 9), steps.ballots(place, 12, 9)
    many = steps.ballots(place, 1, 200)
    late = steps.ballots(place, 12, 9, returns=20)
    base = (usual + again) / 2
    yield Figure("CPU of a ballot, 200 members / 9", many / base, 1.2, f"{many:.2f} ms beside {base:.2f} ms")
    yield Figure("CPU of a ballot, 20 returns / none", late / base, 1.2, f"{late:.2f} ms beside {base:.2f} ms")


def _inbox(_: Path, places: list[Place]) -> Iterator[Figure]:
    for place in places:
        few, many, most = (world.build(place.empty()) for _ in range(3))
        for one, wanted, fill in ((few, FEW, inbox.fill), (many, MANY, inbox.fill), (most, MOST, bulk.fill)):
            fill(one, wanted)
        yield from _compared(place.name, few, many, "10,000", 1.3)
        yield from _compared(place.name, few, most, "1,000,000", 3.0)
        print(f"\nHow {place.name} finds the page among a million:\n{inbox.plan(most)}")


def _compared(name: str, few: world.World, many: world.World, number: str, promised: float) -> Iterator[Figure]:
    one, other = inbox.compare(few, many)
    seen = f"{other.served:.1f} ms beside {one.served:.1f} ms; rows {other.rows:.2f} and {one.rows:.2f}, "
    seen += f"counts {other.counts:.2f} and {one.counts:.2f}"
    yield Figure(f"Inbox page at {number} tasks / 10, {name}", other.served / one.served, promised, seen)
    seen = f"{other.called:.1f} ms beside {one.called:.1f} ms"
    yield Figure(f"Inbox over REST at {number} tasks / 10, {name}", other.called / one.called, 3.0, seen)


def _rest(folder: Path, places: list[Place]) -> Iterator[Figure]:
    for place in places:
        yield from rest.measure(place.name, place.empty(), folder, place.pid)


def _lists(folder: Path, places: list[Place]) -> Iterator[Figure]:
    for place in places:
        yield lists.measure(place.name, place.empty(), folder)


_PARTS: dict[str, Callable[[Path, list[Place]], Iterator[Figure]]] = {
    "naive": _naive,
    "rest": _rest,
    "inbox": _inbox,
    "lists": _lists,
}

if __name__ == "__main__":
    sys.exit(main())
