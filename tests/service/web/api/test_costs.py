"""What a call costs in statements, and that its lists are the same on PostgreSQL."""

import pytest

from calling import ballot_of, system
from counting import counted
from factories import USUAL, build_world, walk
from service.db import connect
from visits import site


@pytest.fixture
def elsewhere(postgresql, migrated_postgresql):
    """The small province on PostgreSQL."""
    name = postgresql.create(template=migrated_postgresql)
    world = build_world(connect(postgresql.url(name)), members=3)
    yield world
    world.database.dispose()
    postgresql.drop(name)


def test_a_list_costs_as_many_statements_whether_long_or_short(world, calling):
    thu = calling("thu")
    thu.get("/task")  # once before: the token's first use is noted
    with counted(world.database) as short:
        thu.get("/task")
    for _ in range(3):
        walk(world, "appraisal")

    with counted(world.database) as long:
        assert len(thu.get("/task").json) == 3

    assert len(long) == len(short) == 2  # the token with its person's seats, and the list
    assert world.database.pool.checkedout() == 0


def test_a_step_by_call_costs_little_more_than_the_step(world, calling):
    dossier_id = walk(world, "unit_approval")
    hung, item = calling("hung"), world.item(dossier_id)
    hung.get("/task")

    with counted(world.database) as said:
        done = hung.post(f"/task/{item.id}/complete", USUAL["unit_approval"])

    assert done.status_code == 200
    assert len(said) <= 13  # the token with its person's seats, and at most twelve for the step


def test_a_call_neither_reads_nor_leaves_a_cookie(app, world, calling):
    thu = calling("thu")
    answered = thu.get("/task", headers={"Cookie": "vinhdanh=anything; vinhdanh_language=en"})

    assert answered.status_code == 200
    assert "Set-Cookie" not in answered.headers
    assert "Cookie" not in answered.headers.get("Vary", "")


def test_on_postgresql_the_lists_and_the_acts_are_the_same(elsewhere, tmp_path):
    app = site(elsewhere, tmp_path)
    appraised, reviewed, voting = (walk(elsewhere, task) for task in ("appraisal", "cluster_review", "council_ballot"))
    thu, minh, m1 = (system(app, elsewhere, name) for name in ("thu", "minh", "m1"))

    lists = [
        thu.get("/task"),
        thu.get("/task", candidateGroup="appraiser:hv", dueBefore="2027-01-01", processDefinitionKey="award"),
        thu.get("/task", businessKey=elsewhere.dossier(appraised).code, sortBy="created", sortOrder="desc"),
        minh.get("/task", candidateGroup="cluster_head:k2"),
        m1.get("/task", assignee="me"),
    ]
    vote = m1.post(f"/task/{ballot_of(elsewhere, voting, 'm1')}/complete", {"vote": "no"}, headers={"If-Match": "*"})
    stale = system(app, elsewhere, "hung").post(
        f"/dossier/{elsewhere.dossier(appraised).code}/withdraw", {"reason": "Nhầm"}, headers={"If-Match": '"1"'}
    )

    assert [[one["processInstanceId"] for one in page.json] for page in lists] == [
        *[[str(appraised)]] * 3,
        [str(reviewed)],
        [str(voting)],
    ]
    assert lists[3].json[0]["candidateGroup"] == "cluster_head:k2"
    assert thu.get("/task/count", candidateGroup="appraiser:hv").json == {"count": 1, "more": False}
    assert (vote.status_code, stale.status_code) == (200, 412)
