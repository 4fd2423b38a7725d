"""Dossiers by call: opened, withdrawn, read, listed, with their papers; and the diagrams they follow."""

import pytest

from factories import USUAL, act, propose, walk


def test_a_dossier_is_opened_and_its_proposal_stays_to_be_written(world, calling):
    body = {"award": "BK_TINH", "unit": "sgd", "nominee": {"kind": "individual", "name": "Lò Thị Páo"}}

    opened = calling("lan").post("/dossier", body)

    assert (opened.status_code, opened.json["stage"]) == (201, "proposal")
    assert opened.headers["Location"] == f"/api/v1/dossier/{opened.json['businessKey']}"
    assert calling("lan").get(f"/task/{opened.json['task']}").json["assignee"] == "lan"


def test_a_dossier_with_its_answers_goes_to_the_head_at_once_or_is_not_opened(world, calling):
    body = {"award": "BK_TINH", "unit": "SGD", "nominee": {"kind": "individual", "name": "Giàng Thị Mỷ"}}
    lan = calling("lan")

    wrong = lan.post("/dossier", {**body, "answers": {"nominee_kind": "individual"}})
    after_wrong = lan.get("/dossier", q="giang my").json
    right = lan.post("/dossier", {**body, "answers": USUAL["proposal"]})

    assert (wrong.status_code, after_wrong) == (422, [])
    assert "#/answers/nominee_name" in [one["pointer"] for one in wrong.json["errors"]]
    assert (right.status_code, right.json["stage"], right.json["task"]) == (201, "unit_approval", None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"award": None}, "award"),
        ({"award": 7}, "award"),
        ({"nominee": {"kind": "king", "name": "A"}}, "nominee.kind"),
        ({"nominee": {"kind": "individual"}}, "nominee.name"),
        ({"nominee": "Lò Thị Páo"}, "nominee"),
        ({"answers": []}, "answers"),
        ({"colour": "red"}, "colour"),
    ],
    ids=str,
)
def test_a_dossier_that_lacks_something_names_it(calling, change, field):
    body = {"award": "BK_TINH", "unit": "SGD", "nominee": {"kind": "individual", "name": "Lò Thị Páo"}}

    answer = calling("lan").post("/dossier", {**body, **change})

    assert (answer.status_code, [one["field"] for one in answer.json["errors"]]) == (422, [field])


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"award": "NONE"}, "no_award"), ({"award": "HH_TINH"}, "not_yet_open"), ({"unit": "NOWHERE"}, "unit")],
    ids=str,
)
def test_a_dossier_that_cannot_be_says_why(calling, change, reason):
    body = {"award": "BK_TINH", "unit": "SGD", "nominee": {"kind": "individual", "name": "Lò Thị Páo"}}

    answer = calling("lan").post("/dossier", {**body, **change})

    assert (answer.status_code, answer.json["reason"]) == (422, reason)


def test_a_head_withdraws_what_they_have_seen(world, calling):
    dossier_id = walk(world, "appraisal")
    code, hung = world.dossier(dossier_id).code, calling("hung")
    seen = hung.get(f"/dossier/{code}").headers["ETag"]
    act(world, "thu", dossier_id)

    stale = hung.post(f"/dossier/{code}/withdraw", {"reason": "Nhầm người"}, headers={"If-Match": seen})
    silent = hung.post(f"/dossier/{code}/withdraw", {"reason": " "})
    done = hung.post(f"/dossier/{code}/withdraw", {"reason": "Nhầm người"})
    again = hung.post(f"/dossier/{code}/withdraw", {"reason": "Nhầm người"})

    assert [one.status_code for one in (stale, silent, done, again)] == [412, 422, 200, 422]
    assert (done.json["status"], done.json["stage"], again.json["reason"]) == ("ended", "withdrawn", "ended")


def test_a_dossier_says_where_it_stands_and_what_was_answered(world, calling):
    dossier_id = walk(world, "appraisal")
    code = world.dossier(dossier_id).code

    dossier = calling("thu").get(f"/dossier/{code}").json

    assert (dossier["stage"], dossier["unit"], dossier["award"]) == ("appraisal", "SGD", "BK_TINH")
    assert [(one["taskDefinitionKey"], one["mine"]) for one in dossier["tasks"]] == [("appraisal", True)]
    assert [one["taskDefinitionKey"] for one in dossier["answers"]][:2] == ["proposal", "unit_approval"]
    assert dossier["answers"][0]["values"]["nominee_name"] == "Nguyễn Thị Hạnh"


def test_a_dossier_and_its_tasks_name_their_diagram_alike(world, calling):
    item, thu = world.item(walk(world, "appraisal")), calling("thu")

    task, dossier = thu.get(f"/task/{item.id}").json, thu.get(f"/dossier/{world.dossier(item.dossier_id).code}").json

    assert dossier["processDefinitionId"] == task["processDefinitionId"]
    assert dossier["processDefinitionId"] in [one["id"] for one in thu.get("/process-definition").json]


def test_a_history_is_read_page_by_page_with_values_before_and_after(world, calling):
    item = world.item(walk(world, "appraisal"))
    thu, code = calling("thu"), world.dossier(item.dossier_id).code
    thu.post(f"/task/{item.id}/claim")

    first = thu.get(f"/dossier/{code}/history", maxResults="1")
    rest = thu.get(f"/dossier/{code}/history", cursor=first.headers["X-Next-Cursor"])

    assert first.json[0]["kind"] == "task_claimed"
    assert first.json[0]["changes"] == [{"title": "", "before": None, "after": "Thu"}]
    numbers = [one["number"] for one in [*first.json, *rest.json]]
    assert numbers == list(range(world.dossier(item.dossier_id).events, 0, -1))
    assert "X-Next-Cursor" not in rest.headers


def test_dossiers_are_listed_page_by_page(world, calling):
    for name in ("An", "Bình", "Chi"):
        propose(world, name=f"Sùng Thị {name}")
    lan = calling("lan")

    first = lan.get("/dossier", q="sung thi", maxResults="2")
    second = lan.get("/dossier", q="sung thi", maxResults="2", cursor=first.headers["X-Next-Cursor"])
    sought = lan.get("/dossier", q="sung thi binh", stage="proposal", unit="sgd", award="BK_TINH")

    assert [one["nominee"] for one in [*first.json, *second.json]] == ["Sùng Thị Chi", "Sùng Thị Bình", "Sùng Thị An"]
    assert [one["nominee"] for one in sought.json] == ["Sùng Thị Bình"]
    assert lan.get("/dossier", cursor="nonsense").status_code == 422


def test_a_paper_is_added_listed_and_read_back(world, calling):
    code, lan = world.dossier(propose(world)).code, calling("lan")

    added = lan.attach(code)
    twice = lan.attach(code)
    wrong = lan.attach(code, b"no pdf at all")
    listed = lan.get(f"/dossier/{code}/attachment")
    read = lan.client.get(added.headers["Location"], headers=lan.headers, buffered=True)

    assert [one.status_code for one in (added, twice, wrong)] == [201, 422, 422]
    assert wrong.json["errors"][0]["field"] == "file"
    assert listed.json == [added.json]
    assert (read.status_code, read.mimetype, len(read.data)) == (200, "application/pdf", added.json["size"])
    assert read.headers["Content-Disposition"].startswith("attachment")
    assert read.headers["Cache-Control"] == "no-store"


def test_a_kind_of_paper_nobody_asks_for_is_a_mistake_in_the_kind(world, calling):
    refused = calling("lan").attach(world.dossier(propose(world)).code, kind="nonsense")

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "#/kind")


def test_a_published_diagram_is_read_as_it_was_saved(calling):
    system = calling("stranger")

    listed = system.get("/process-definition")
    xml = system.get("/process-definition/award/xml")
    none = system.get("/process-definition/nothing/xml")

    assert "award" in [one["key"] for one in listed.json]
    assert xml.json["bpmn20Xml"].startswith("<?xml")
    assert none.status_code == 404
