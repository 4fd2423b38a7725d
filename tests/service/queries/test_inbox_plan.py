from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from factories import walk
from plans import explained, gather_statistics, nodes_of, walked
from service.db import reading, transaction
from service.ids import new_id
from service.models import Dossier, Nominee, WorkItem
from service.queries.inbox import COUNTED, PAGE, Filter, Place, count_inbox, inbox_page

TODAY = date(2026, 11, 23)
MANY = 10_000


@pytest.fixture
def crowd(world):
    """Thousands of open items of one role, due on ninety different days."""
    item = world.item(walk(world, "appraisal"))
    dossier = world.dossier(item.dossier_id)
    ids = [(place, new_id(), new_id()) for place in range(MANY)]
    nominees = [{"id": nominee, "kind": "individual", "name": f"Người thứ {place}"} for place, _, nominee in ids]
    dossiers = [
        {**_row(dossier), "id": one, "nominee_id": nominee, "code": f"HS-{place}"} for place, one, nominee in ids
    ]
    items = [
        {**_row(item), "id": new_id(), "dossier_id": one, "task": one.hex, "due_on": _due(place)}
        for place, one, _ in ids
    ]
    with transaction(world.database) as session:
        for table, rows in ((Nominee, nominees), (Dossier, dossiers), (WorkItem, items)):
            session.connection().execute(insert(table.__table__), rows)
    gather_statistics(world.database)
    return world


def test_every_page_of_the_inbox_walks_an_index_and_reads_little_more_than_it_shows(crowd):
    thu, intake, behind = crowd.who("thu"), crowd.who("intake"), Place(TODAY, new_id())

    with reading(crowd.database) as session, explained(session) as plans:
        for wanted in (Filter.MINE, Filter.GROUPS, Filter.OVERDUE):
            inbox_page(session, thu, wanted, today=TODAY)
            inbox_page(session, thu, wanted, today=TODAY, after=behind)
        inbox_page(session, intake, Filter.DONE, today=TODAY)

    assert [_read(plan) for plan in plans if _read(plan) > PAGE + 1] == []
    assert [walked(plan) for plan in plans if "ix_work_item_" not in walked(plan)] == []


def test_counting_walks_an_index_and_stops_where_people_stop_counting(crowd):
    with reading(crowd.database) as session, explained(session) as plans:
        counts = count_inbox(session, crowd.who("thu"), today=TODAY)

    assert counts.groups == COUNTED
    assert all("ix_work_item_group" in walked(plan) and _read(plan) <= COUNTED for plan in plans)


def test_a_page_and_the_counts_are_one_statement_each(world):
    walk(world, "appraisal")

    with reading(world.database) as session, explained(session) as plans:
        inbox_page(session, world.who("thu"), Filter.GROUPS, today=TODAY, text="hanh")
        count_inbox(session, world.who("thu"), today=TODAY)

    assert len(plans) == 2


def _read(plan) -> int:
    """The most rows a step of the plan reads from a table that grows; SQLite says only whether it reads all of one."""
    if isinstance(plan[0][-1], str):
        whole = [line[-1] for line in plan if line[-1].startswith("SCAN ") and "ix_dossier_suspended" not in line[-1]]
        return MANY if any(name in line for line in whole for name in ("work_item", "dossier", "nominee")) else 0
    nodes = [node for node in nodes_of(plan[0][0][0]["Plan"]) if "Relation Name" in node]
    return max(int(node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) for node in nodes)


def _row(one):
    return {column.name: getattr(one, column.key) for column in one.__table__.columns}


def _due(place: int) -> date:
    return TODAY + timedelta(days=place % 90 - 10)
