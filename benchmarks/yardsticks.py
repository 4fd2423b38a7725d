"""Two yardsticks in the same run: a request that says hello, and a bare commit of the rows that a step writes."""

import re
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import event

from benchmarks import processes, steps, world
from benchmarks.world import World
from service.ids import new_id

HELLOS = 3000
DOSSIERS = 40
Line = tuple[str, Any, bool]
"""A statement, its parameters, and whether there are several sets of them."""
_ID = re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_CODE = re.compile(r"^HS-\d{4}-\d{6}$")
_copies = count(1)


def hello_cpu() -> float:
    """Seconds of CPU that the smallest request costs."""
    with processes.hello() as server:
        line = HTTPConnection(server.address)
        _say_hello(line, HELLOS // 10)
        before = server.cpu()
        _say_hello(line, HELLOS)
        return (server.cpu() - before) / HELLOS


def commit_cpu(place: World, database_pid: int | None) -> float:
    """Seconds of CPU, the database's included, of a transaction that writes what a step writes: the mean of 13 steps.

    Recorded once as the product writes it, and replayed by the driver alone: nothing is read, checked or computed.
    """
    opening, *recorded = _recorded(place)
    raw = place.database.raw_connection()
    commit = _committer(place, raw.driver_connection)
    copies = [_copied([opening, *recorded]) for _ in range(DOSSIERS)]
    for first, *_ in copies:
        commit(first)
    before, own = _cpu_of(database_pid), time.process_time()
    for _, *parts in copies:
        for lines in parts:
            commit(lines)
    spent = time.process_time() - own + _cpu_of(database_pid) - before
    raw.close()
    return spent / (DOSSIERS * len(recorded))


def _recorded(place: World) -> list[list[Line]]:
    """What is written when a dossier is opened and by each of its 13 steps."""
    world.seat_council(place, 9)
    with _writing(place) as opening:
        dossier_id = world.begin(place)
    found = [opening]
    for task, review in steps.laps(0):
        [item] = world.items_of(place, dossier_id)
        with _writing(place) as lines:
            world.step(place, task, item.id, world.answers(task, 1, review))
        found.append(lines)
    members = {member.id: member for member in place.members}
    for item in world.items_of(place, dossier_id):
        with _writing(place) as lines:
            world.vote(place, members[item.assignee_id], item.id, "yes")
        found.append(lines)
    [item] = world.items_of(place, dossier_id)
    with _writing(place) as lines:
        world.step(place, "sign", item.id, world.answers("sign", 1, ""))
    return [*found, lines]


@contextmanager
def _writing(place: World) -> Any:
    lines: list[Line] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, several: bool) -> None:
        if statement.split()[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            lines.append((statement, parameters, several))

    event.listen(place.database, "before_cursor_execute", listen)
    try:
        yield lines
    finally:
        event.remove(place.database, "before_cursor_execute", listen)


def _committer(place: World, connection: Any) -> Callable[[list[Line]], None]:
    """One transaction by the driver alone; rows stand for themselves, so references are not checked."""
    postgresql = place.database.dialect.name == "postgresql"
    cursor = connection.cursor()
    cursor.execute("set session_replication_role = replica" if postgresql else "pragma foreign_keys=off")
    connection.commit()

    def commit(lines: list[Line]) -> None:
        if not postgresql:
            cursor.execute("begin immediate")
        for statement, parameters, several in lines:
            (cursor.executemany if several else cursor.execute)(statement, parameters)
        connection.commit()

    return commit


def _copied(parts: list[list[Line]]) -> list[list[Line]]:
    """The same rows under names of their own."""
    names: dict[str, UUID] = {}
    code = f"R-{next(_copies)}"
    return [[(text, _renamed(given, names, code), several) for text, given, several in lines] for lines in parts]


def _renamed(value: Any, names: dict[str, UUID], code: str) -> Any:
    if isinstance(value, UUID):
        return names.setdefault(value.hex, new_id())
    if isinstance(value, str):
        return code if _CODE.match(value) else _ID.sub(lambda found: _other(found[0], names), value)
    if isinstance(value, dict):
        return {name: _renamed(one, names, code) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_renamed(one, names, code) for one in value)
    return value


def _other(text: str, names: dict[str, UUID]) -> str:
    other = names.setdefault(text.replace("-", ""), new_id())
    return str(other) if "-" in text else other.hex


def _say_hello(line: HTTPConnection, times: int) -> None:
    for _ in range(times):
        line.request("GET", "/")
        line.getresponse().read()


def _cpu_of(pid: int | None) -> float:
    return sum(map(processes.cpu_of, processes.family_of(pid))) if pid else 0.0
