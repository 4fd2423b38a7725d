"""An inbox page with ten open tasks and with ten thousand, and how the database finds its rows."""

import statistics
import time
from typing import Any
from uuid import UUID

from sqlalchemy import text, update

from benchmarks import world
from benchmarks.world import MORNING, TODAY, World
from service import db, permissions, rows
from service.actors import Actor
from service.ids import new_id
from service.models import Dossier, Nominee, WorkItem
from service.queries import inbox
from service.queries.inbox import Filter, count_inbox, inbox_page

_REPEATS = 60
_CHUNK = 1000


def fill(place: World, wanted: int) -> None:
    """Let exactly so many free tasks wait for the unit's head, each on a dossier of its own."""
    [like] = world.items_of(place, world.begin(place))
    with db.reading(place.database) as session:
        dossier = session.get_one(Dossier, like.dossier_id)
        pattern = {c.name: getattr(dossier, c.name) for c in Dossier.__table__.columns}
    with db.transaction(place.database) as session:
        session.execute(update(WorkItem.__table__).values(closed_at=MORNING))
        for begin in range(0, wanted, _CHUNK):
            _add(place, session, pattern, range(begin, min(begin + _CHUNK, wanted)))
    with place.database.connect().execution_options(isolation_level="AUTOCOMMIT", reading=True) as connection:
        connection.execute(text("analyze"))


def page_cost(place: World) -> float:
    """Median milliseconds of one page of the group tab, as the reader waits for it."""
    return _median(place, lambda session, actor: inbox_page(session, actor, Filter.GROUPS, today=TODAY))


def whole_cost(place: World) -> float:
    """Median milliseconds of the page together with the counts of all tabs."""

    def both(session: Any, actor: Actor) -> None:
        inbox_page(session, actor, Filter.GROUPS, today=TODAY)
        count_inbox(session, actor, today=TODAY)

    return _median(place, both)


def plan(place: World) -> str:
    """How the database finds the rows of the group tab, in its own words."""
    actor = place.actors["unit_approve"]
    statement = inbox._page(permissions.shape_of(actor), Filter.GROUPS, 0, False)
    values = {**permissions.values_of(actor), "today": TODAY}
    prefix = "explain query plan " if place.database.dialect.name == "sqlite" else "explain "
    with place.database.connect().execution_options(reading=True) as connection:
        compiled = statement.compile(place.database)
        sql, given = str(compiled), compiled.construct_params(values)
        processed = {n: p(given[n]) for n, p in compiled._bind_processors.items()}
        parameters = {**given, **processed}
        positions = compiled.positiontup
        found = connection.exec_driver_sql(
            prefix + sql, tuple(parameters[name] for name in positions) if positions else parameters
        )
        return "\n".join(str(row[-1]) for row in found)


def _median(place: World, act: Any) -> float:
    actor = place.actors["unit_approve"]
    spent = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        with db.reading(place.database) as session:
            act(session, actor)
        spent.append((time.perf_counter() - began) * 1e3)
    return statistics.median(spent)


def _add(place: World, session: Any, pattern: dict[str, Any], numbers: range) -> None:
    dossiers = [{**pattern, "id": new_id(), "code": f"B{new_id().hex[-18:]}"} for _ in numbers]
    people = [{"id": new_id(), "kind": "individual", "name": f"Candidate {n}"} for n in numbers]
    rows.add(session, Nominee, people)
    for dossier, person in zip(dossiers, people, strict=True):
        dossier["nominee_id"] = person["id"]
    rows.add(session, Dossier, dossiers)
    rows.add(session, WorkItem, [_item(place, dossier["id"]) for dossier in dossiers])


def _item(place: World, dossier_id: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "dossier_id": dossier_id,
        "task": new_id().hex,
        "element": "unit_approve",
        "title": "Unit approval",
        "role": "unit_head",
        "scope_id": place.unit_id,
        "panel": False,
        "due_on": TODAY,
        "opened_at": MORNING,
    }


