"""The cost of a step, beside the naive build in the same run; of a ballot; and what a step writes and stores."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, select

from benchmarks import world
from benchmarks.world import World
from service import db
from service.models import Dossier
from service.queries.inbox import Filter

HERE = Path(__file__).parent
NO_VOTE = 4
"""The fifth member says no, as in the naive build."""


def laps(returns: int) -> Iterator[tuple[str, str]]:
    """The human steps before the ballot: (task, review)."""
    for _ in range(returns):
        yield from (("propose", ""), ("unit_approve", ""), ("cluster_review", "return"))
    yield from (("propose", ""), ("unit_approve", ""), ("cluster_review", "go"))


def ours(place: World, dossiers: int, returns: int) -> list[float]:
    """CPU milliseconds of every step after the returns (all steps without any), inbox page included."""
    world.seat_council(place, 9)
    spent: list[float] = []
    for number in range(dossiers):
        dossier_id = world.begin(place, number)
        steps = list(laps(returns))
        for index, (task, review) in enumerate(steps):
            [item] = world.items_of(place, dossier_id)
            given = world.answers(task, number, review)
            cost = _cpu(lambda: _step(place, task, item.id, given))  # noqa: B023 - called at once
            spent += [cost] if index >= 3 * returns else []
        spent += _ballots(place, dossier_id)
        [item] = world.items_of(place, dossier_id)
        spent.append(_cpu(lambda: _step(place, "sign", item.id, world.answers("sign", number, ""))))  # noqa: B023
    return spent


def naive(folder: Path, dossiers: int, returns: int) -> dict[str, Any]:
    """The naive build's own figures, from its own process."""
    path = folder / f"naive{time.monotonic_ns()}.db"
    arguments = [HERE / "naive_spiff.py", HERE / "naive_reference.bpmn", path, dossiers, returns]
    done = subprocess.run([sys.executable, *map(str, arguments)], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def compare(place: World, folder: Path, rounds: int, dossiers: int, returns: int) -> dict[str, float]:
    """Median step of both builds, measured in turns."""
    theirs, own = [], []
    for _ in range(rounds):
        theirs.append(naive(folder, dossiers, returns)["step_cpu_ms_after_returns"])
        own.append(statistics.median(ours(place, dossiers, returns)))
    return {"naive_ms": statistics.median(theirs), "ours_ms": statistics.median(own)}


def ballots(place: World, dossiers: int, members: int, returns: int = 0) -> float:
    """Median CPU milliseconds of one ballot that does not close its vote, inbox page included."""
    world.seat_council(place, members)
    spent: list[float] = []
    for number in range(dossiers):
        dossier_id = world.begin(place, number)
        _walk_to_ballot(place, dossier_id, number, returns)
        spent += _ballots(place, dossier_id)[:-1]
    return statistics.median(spent)


def statements(place: World, members: int, returns: int) -> dict[str, Any]:
    """SQL statements and commits of each kind of step, and the largest state, of one dossier."""
    world.seat_council(place, members)
    counted: dict[str, int] = {}
    commits: set[int] = set()
    sizes: list[int] = []
    dossier_id = world.begin(place)

    def note(name: str, act: Callable[[], None]) -> None:
        with _Counter(place.database) as counter:
            act()
        counted[name] = max(counted.get(name, 0), counter.statements)
        commits.add(counter.commits)
        sizes.append(_state_size(place, dossier_id))

    for task, review in laps(returns):
        [item] = world.items_of(place, dossier_id)
        note(task, lambda: world.step(place, task, item.id, world.answers(task, 1, review)))  # noqa: B023
    items = world.items_of(place, dossier_id)
    by_person = {member.id: member for member in place.members}
    for item in items:
        name = "last ballot" if item is items[-1] else "ballot"
        note(name, lambda: world.vote(place, by_person[item.assignee_id], item.id, "yes"))  # noqa: B023
    [item] = world.items_of(place, dossier_id)
    note("sign", lambda: world.step(place, "sign", item.id, world.answers("sign", 1, "")))
    return {"statements": counted, "commits": sorted(commits), "state_bytes": max(sizes)}


def _step(place: World, task: str, item_id: Any, given: dict[str, Any]) -> None:
    world.look(place, place.actors[task], Filter.GROUPS)
    world.step(place, task, item_id, given)


def _ballots(place: World, dossier_id: Any) -> list[float]:
    by_person = {member.id: member for member in place.members}
    spent = []
    for number, item in enumerate(world.items_of(place, dossier_id)):
        member, choice = by_person[item.assignee_id], "no" if number == NO_VOTE else "yes"
        spent.append(_cpu(lambda: _vote(place, member, item.id, choice)))  # noqa: B023 - called at once
    return spent


def _vote(place: World, member: Any, item_id: Any, choice: str) -> None:
    world.look(place, member, Filter.MINE)
    world.vote(place, member, item_id, choice)


def _walk_to_ballot(place: World, dossier_id: Any, number: int, returns: int) -> None:
    for task, review in laps(returns):
        [item] = world.items_of(place, dossier_id)
        world.step(place, task, item.id, world.answers(task, number, review))


def _state_size(place: World, dossier_id: Any) -> int:
    with db.reading(place.database) as session:
        return len(session.scalar(select(Dossier.state).where(Dossier.id == dossier_id)) or b"")


def _cpu(act: Callable[[], None]) -> float:
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1e3


class _Counter:
    """Counts statements and commits between entering and leaving, without BEGIN."""

    def __init__(self, database: Engine) -> None:
        self.database, self.statements, self.commits = database, 0, 0

    def __enter__(self) -> "_Counter":
        event.listen(self.database, "before_cursor_execute", self._statement)
        event.listen(self.database, "commit", self._commit)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.database, "before_cursor_execute", self._statement)
        event.remove(self.database, "commit", self._commit)

    def _statement(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements += not statement.startswith("begin")

    def _commit(self, _: Any) -> None:
        self.commits += 1
