"""Which tasks a system reads: what waits for its person, by page, by group, by dossier; at a constant cost."""

from datetime import date, timedelta

import pytest

from calling import ballot_of
from factories import NOON, USUAL, act, propose, walk
from service.commands.claim_task import claim_task
from service.db import transaction


@pytest.fixture(scope="module")
def busy(world):
    """Three dossiers that wait for an appraiser, the first taken by thu; one that waits for its clerk, one voted on."""
    appraised = [walk(world, "appraisal", propose(world, name=f"Lò Thị {name}")) for name in ("An", "Bình", "Chi")]
    taken = world.item(appraised[0])
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), taken.id, now=NOON)
    return {"free": appraised[1:], "taken": taken, "draft": propose(world), "voting": walk(world, "council_ballot")}


def test_a_system_lists_what_waits_for_its_person(busy, calling):
    read = {name: calling(name).get("/task") for name in ("thu", "binh", "lan", "m1", "stranger")}

    assert {
        name: [(one["taskDefinitionKey"], one["assignee"]) for one in page.json] for name, page in read.items()
    } == {
        "thu": [("appraisal", "thu"), ("appraisal", None), ("appraisal", None)],
        "binh": [("appraisal", None), ("appraisal", None)],
        "lan": [("proposal", "lan")],
        "m1": [("council_ballot", "m1")],
        "stranger": [],
    }


def test_a_task_bears_camundas_names(busy, calling, world):
    task = calling("thu").get("/task", assignee="me").json[0]

    assert task == calling("thu").get(f"/task/{busy['taken'].id}").json
    assert task["processInstanceId"] == str(busy["taken"].dossier_id)
    assert task["businessKey"] == world.dossier(busy["taken"].dossier_id).code
    assert (task["candidateGroup"], task["formKey"], task["suspended"]) == ("appraiser:hv", "appraisal", False)
    assert task["processDefinitionId"].startswith("award:1:")
    assert task["created"] == "2026-11-23T05:00:00Z"


@pytest.mark.parametrize("turn", ["asc", "desc"])
def test_pages_follow_each_other_without_gap_or_double(busy, calling, turn):
    thu = calling("thu")
    asked = {"sortOrder": turn, "maxResults": "1"}
    first = thu.get("/task", **asked)
    second = thu.get("/task", **asked, cursor=first.headers["X-Next-Cursor"])
    third = thu.client.get(second.headers["Link"].partition(">")[0].strip("<"), headers=thu.headers)

    whole = [one["id"] for one in thu.get("/task", sortOrder=turn).json]

    assert [page.json[0]["id"] for page in (first, second, third)] == whole
    assert "X-Next-Cursor" not in third.headers


def test_questions_narrow_the_list_and_the_count_alike(busy, calling, world):
    thu, lead = calling("thu"), calling("lead")
    code = world.dossier(busy["free"][0]).code
    late = (date(2026, 11, 23) + timedelta(days=60)).isoformat()
    asked = [
        (thu, {"assignee": "me"}, 1),
        (thu, {"candidateGroup": "appraiser:HV"}, 2),
        (thu, {"candidateGroup": "appraiser:hv", "assignee": "thu"}, 1),
        (thu, {"businessKey": code}, 1),
        (thu, {"processDefinitionKey": "award"}, 3),
        (thu, {"processDefinitionKey": "other"}, 0),
        (thu, {"dueBefore": "2026-11-24"}, 0),
        (thu, {"dueBefore": f"{late}T00:00:00+07:00"}, 3),
        (thu, {"candidateGroup": "cluster_head:k2"}, 0),
        (lead, {}, 0),
        (lead, {"candidateGroup": "appraiser:hv"}, 2),
        (lead, {"assignee": "thu", "sortBy": "created"}, 1),
        (calling("lan"), {"candidateGroup": "appraiser:hv"}, 0),
        (calling("mai"), {"businessKey": code}, 0),
        (calling("mai"), {"assignee": "thu"}, 0),
        (calling("secretary"), {"businessKey": world.dossier(busy["voting"]).code}, 9),
    ]

    found = [(len(who.get("/task", **question).json), _counted(who, question)) for who, question, _ in asked]

    assert found == [(number, number) for *_, number in asked]


def test_a_done_task_is_still_found_under_its_id(calling, world):
    dossier_id = propose(world, "mai")
    item = world.item(dossier_id)
    act(world, "mai", dossier_id)

    task = calling("mai").get(f"/task/{item.id}").json

    assert task["closed"] == "2026-11-23T05:00:00Z"
    assert calling("mai").get("/task", assignee="me").json == []


def test_a_form_says_what_it_asks_and_what_is_known(busy, calling, world):
    form = calling("lan").get(f"/task/{world.item(busy['draft']).id}/form").json

    assert form["schema"]["properties"]["nominee_name"]["title"]
    assert form["values"]["nominee_name"] == "Nguyễn Thị Hạnh"
    assert form["choices"]["ethnicity"] == [{"value": "tay", "title": "Tày"}]


def test_a_ballot_asks_for_a_vote(busy, calling, world):
    ballot = ballot_of(world, busy["voting"], "m1")

    schema = calling("m1").get(f"/task/{ballot}/form").json["schema"]

    assert schema["properties"]["vote"]["enum"] == ["yes", "no", "blank"]


@pytest.mark.parametrize(
    "question",
    [
        {"maxResults": "0"},
        {"maxResults": "201"},
        {"maxResults": "x"},
        {"sortBy": "priority"},
        {"sortOrder": "up"},
        {"sortBy": "created"},
        {"candidateGroup": "appraiser"},
        {"candidateGroup": "king:hv"},
        {"dueBefore": "soon"},
        {"dueBefore": "2026-11-24T00:00:00"},
        {"cursor": "!"},
        {"cursor": "W10"},
        {"firstResult": "20"},
        {"assignee": "a" * 81},
    ],
    ids=str,
)
def test_a_question_nobody_can_answer_names_its_field(calling, question):
    answer = calling("thu").get("/task", **question)

    assert answer.status_code == 422
    assert [(one["in"], one["field"]) for one in answer.json["errors"]] == [("query", next(iter(question)))]


def test_a_cursor_is_good_for_the_order_it_was_read_in(busy, calling):
    cursor = calling("thu").get("/task", maxResults="1").headers["X-Next-Cursor"]

    other = calling("thu").get("/task", maxResults="1", sortOrder="desc", cursor=cursor)

    assert other.status_code == 422


def _counted(who, question):
    return who.get("/task/count", **{name: value for name, value in question.items() if name != "sortBy"}).json["count"]


@pytest.mark.parametrize("turn", ["asc", "desc"])
def test_while_tasks_are_done_and_taken_no_other_is_lost_or_doubled(world, calling, turn):
    for _ in range(4):
        walk(world, "appraisal")
    thu = calling("thu")
    before = [one["id"] for one in thu.get("/task", sortOrder=turn, maxResults="200").json]
    page = thu.get("/task", sortOrder=turn, maxResults="2")
    read = [one["id"] for one in page.json]

    for item in (before[1], before[2]):
        assert thu.post(f"/task/{item}/complete", USUAL["appraisal"]).status_code == 200
    thu.post(f"/task/{before[-1]}/claim")
    while cursor := page.headers.get("X-Next-Cursor"):
        page = thu.get("/task", sortOrder=turn, maxResults="2", cursor=cursor)
        read += [one["id"] for one in page.json]

    assert read == [one for one in before if one != before[2]]
