"""`make bench`: measures what is promised and prints a table; benchmarks/results/ keeps it as JSON."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import inbox, steps, world

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from postgres import binaries, shared_cluster

RESULTS = Path(__file__).parent / "results"
FEW, MANY = 10, 10_000


@dataclass(frozen=True)
class Figure:
    """One promise and what was measured."""

    what: str
    measured: float
    promised: float
    seen: str

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.measured <= self.promised


def main() -> int:
    """Measure, print and keep everything; 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place = world.build(f"sqlite:///{folder}/bench.db")
        figures = [*_steps(place, Path(folder)), *_statements(place), *_ballots(place)]
        figures += _inbox("SQLite", *(world.build(f"sqlite:///{folder}/{name}.db") for name in ("few", "many")))
        if binaries() is None:
            print("PostgreSQL is not installed: its inbox is not measured")
        else:
            cluster = stack.enter_context(shared_cluster(Path(folder)))
            figures += _inbox("PostgreSQL", *(world.build(cluster.url(cluster.create())) for _ in range(2)))
    _print(figures)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps([asdict(f) | {"kept": f.kept} for f in figures], indent=2))
    return 0 if all(figure.kept for figure in figures) else 1


def _steps(place: world.World, folder: Path) -> Iterator[Figure]:
    for returns, dossiers, promised in ((0, 12, 1.3), (10, 4, 0.9)):
        found = steps.compare(place, folder, 5, dossiers, returns)
        seen = f"{found['ours_ms']:.2f} ms beside {found['naive_ms']:.2f} ms"
        yield Figure(f"CPU of a step / naive, {returns} returns", found["ours_ms"] / found["naive_ms"], promised, seen)


def _statements(place: world.World) -> Iterator[Figure]:
    counts = {name: steps.statements(place, *how) for name, how in _SHAPES.items()}
    for name, found in counts.items():
        by_kind: dict[str, Any] = found["statements"]
        yield Figure(f"SQL statements of a step, {name}", max(by_kind.values()), 12, _words(by_kind))
        yield Figure(f"Commits of a step, {name}", max(found["commits"]), 1, "")
        yield Figure(f"Bytes of state, {name}", found["state_bytes"], 1000, "")


_SHAPES = {"9 members": (9, 0), "200 members": (200, 0), "after 20 returns": (9, 20)}


def _ballots(place: world.World) -> Iterator[Figure]:
    usual, again = steps.ballots(place, 12, 9), steps.ballots(place, 12, 9)
    many = steps.ballots(place, 1, 200)
    late = steps.ballots(place, 12, 9, returns=20)
    base = (usual + again) / 2
    yield Figure("CPU of a ballot, 200 members / 9", many / base, 1.2, f"{many:.2f} ms beside {base:.2f} ms")
    yield Figure("CPU of a ballot, 20 returns / none", late / base, 1.2, f"{late:.2f} ms beside {base:.2f} ms")


def _inbox(name: str, few: world.World, many: world.World) -> Iterator[Figure]:
    inbox.fill(few, FEW)
    inbox.fill(many, MANY)
    one, other = inbox.compare(few, many)
    seen = f"{other.served:.1f} ms beside {one.served:.1f} ms; rows {other.rows:.2f} and {one.rows:.2f}, "
    seen += f"counts {other.counts:.2f} and {one.counts:.2f}"
    yield Figure(f"Inbox page at 10,000 tasks / 10, {name}", other.served / one.served, 1.3, seen)
    print(f"\nHow {name} finds the page:\n{inbox.plan(many)}")


def _words(by_kind: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in by_kind.items())


def _print(figures: list[Figure]) -> None:
    print(f"\n{'':4}{'what':52}{'measured':>10}{'promised':>10}  seen")
    for figure in figures:
        mark = "ok" if figure.kept else "NO"
        print(f"{mark:4}{figure.what:52}{figure.measured:10.2f}{figure.promised:10.2f}  {figure.seen}")


if __name__ == "__main__":
    sys.exit(main())
