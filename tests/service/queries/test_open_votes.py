"""How the votes of a member are found among all that there were."""

from datetime import date

from sqlalchemy import insert

from factories import NOON, walk
from plans import explained, gather_statistics, walked
from service.db import reading, transaction
from service.ids import new_id
from service.models import RollEntry, WorkItem
from service.queries.open_votes import open_votes

MANY = 3000
TODAY = date(2026, 11, 23)


def test_votes_that_are_over_and_items_of_others_are_not_looked_through(world):
    walk(world, "council_ballot")
    ballot = next(one for one in world.all(WorkItem) if one.panel)
    entry = world.all(RollEntry)[0]
    over = [like(ballot, closed_at=NOON, closed_by_id=world.people["m1"]) for _ in range(MANY)]
    of_others = [like(ballot, assignee_id=None, panel=False) for _ in range(MANY)]
    with transaction(world.database) as session:
        session.connection().execute(insert(WorkItem.__table__), [*over, *of_others])
        rolls = [like(entry, task=one["task"], session_id=None) for one in over]
        session.connection().execute(insert(RollEntry.__table__), rolls)
    gather_statistics(world.database)

    with reading(world.database) as session, explained(session) as plans:
        assert len(open_votes(session, world.people["m1"], TODAY)) == 1

    items, members = (walked(plan) for plan in plans[:2])
    assert "ix_work_item_task" in items
    assert any(name in members for name in ("sqlite_autoindex_roll_entry_2", "uq_roll_entry_task"))


def like(one, **other):
    fresh = {"id": new_id(), "task": new_id().hex}
    return {column.name: getattr(one, column.key) for column in one.__table__.columns} | fresh | other
