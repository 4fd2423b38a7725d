from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert

from factories import walk
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
    _gather_statistics(world.database)
    return world


def test_every_page_of_the_inbox_walks_an_index_and_reads_little_more_than_it_shows(crowd):
    thu, intake, behind = crowd.who("thu"), crowd.who("intake"), Place(TODAY, new_id())

    with reading(crowd.database) as session, _explained(session) as plans:
        for wanted in (Filter.MINE, Filter.GROUPS, Filter.OVERDUE):
            inbox_page(session, thu, wanted, today=TODAY)
            inbox_page(session, thu, wanted, today=TODAY, after=behind)
        inbox_page(session, intake, Filter.DONE, today=TODAY)

    assert [_read(plan) for plan in plans if _read(plan) > PAGE + 1] == []
    assert [_walked(plan) for plan in plans if "ix_work_item_" not in _walked(plan)] == []


def test_counting_walks_an_index_and_stops_where_people_stop_counting(crowd):
    with reading(crowd.database) as session, _explained(session) as plans:
        counts = count_inbox(session, crowd.who("thu"), today=TODAY)

    assert counts.groups == COUNTED
    assert all("ix_work_item_group" in _walked(plan) and _read(plan) <= COUNTED for plan in plans)


def test_a_page_and_the_counts_are_one_statement_each(world):
    walk(world, "appraisal")

    with reading(world.database) as session, _explained(session) as plans:
        inbox_page(session, world.who("thu"), Filter.GROUPS, today=TODAY, text="hanh")
        count_inbox(session, world.who("thu"), today=TODAY)

    assert len(plans) == 2


@contextmanager
def _explained(session) -> Iterator[list[list[tuple]]]:
    """The plans of what is executed meanwhile: SQLite's lines, PostgreSQL's tree with what was really read."""
    plans: list[list[tuple]] = []
    connection = session.connection()
    words = "explain query plan " if connection.dialect.name == "sqlite" else "explain (analyze, format json) "

    def explain(_, cursor, statement, parameters, *__):
        cursor.execute(words + statement, parameters)
        plans.append(cursor.fetchall())

    event.listen(connection, "before_cursor_execute", explain)
    yield plans
    event.remove(connection, "before_cursor_execute", explain)


def _walked(plan) -> str:
    """The indexes a plan uses."""
    if isinstance(plan[0][-1], str):
        return " ".join(line[-1] for line in plan)
    return " ".join(node.get("Index Name", "") for node in _nodes(plan[0][0][0]["Plan"]))


def _read(plan) -> int:
    """The most rows a step of the plan reads from a table that grows; SQLite says only whether it reads all of one."""
    if isinstance(plan[0][-1], str):
        whole = [line[-1] for line in plan if line[-1].startswith("SCAN ") and "ix_dossier_suspended" not in line[-1]]
        return MANY if any(name in line for line in whole for name in ("work_item", "dossier", "nominee")) else 0
    nodes = [node for node in _nodes(plan[0][0][0]["Plan"]) if "Relation Name" in node]
    return max(int(node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) for node in nodes)


def _nodes(node):
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _row(one):
    return {column.name: getattr(one, column.key) for column in one.__table__.columns}


def _due(place: int) -> date:
    return TODAY + timedelta(days=place % 90 - 10)


def _gather_statistics(database) -> None:
    words = "analyze" if database.dialect.name == "sqlite" else "vacuum analyze"
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(words)
