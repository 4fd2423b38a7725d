"""What a system does to tasks and dossiers: as its person may, on what it has seen, with a word on each mistake."""

import pytest

from calling import ballot_of
from factories import USUAL, act, propose, walk
from service.models import Answer, Comment, EventDetail, RollEntry


def test_a_task_is_taken_given_back_and_handed_on(world, calling):
    item = world.item(walk(world, "appraisal"))
    thu, lead = calling("thu"), calling("lead")

    claimed = thu.post(f"/task/{item.id}/claim", {"userId": "thu"})
    mine = thu.get(f"/task/{item.id}").json["assignee"]
    again = thu.post(f"/task/{item.id}/claim")
    released = thu.post(f"/task/{item.id}/unclaim")
    handed = lead.post(f"/task/{item.id}/assignee", {"userId": "binh", "reason": "Nghỉ phép"})

    assert [one.status_code for one in (claimed, again, released, handed)] == [204] * 4
    assert (mine, thu.get(f"/task/{item.id}").json["assignee"]) == ("thu", "binh")


def test_nobody_takes_a_task_for_somebody_else(world, calling):
    item = world.item(walk(world, "appraisal"))

    answer = calling("thu").post(f"/task/{item.id}/claim", {"userId": "binh"})

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "userId")


@pytest.mark.parametrize("wrapped", [False, True], ids=["plain", "variables"])
def test_a_task_is_completed_by_its_answers(world, calling, wrapped):
    dossier_id = walk(world, "unit_approval")
    plain = USUAL["unit_approval"]
    body = {"variables": {name: {"value": value} for name, value in plain.items()}} if wrapped else plain

    answer = calling("hung").post(f"/task/{world.item(dossier_id).id}/complete", body)

    assert answer.status_code == 200
    assert answer.json == {
        "businessKey": world.dossier(dossier_id).code,
        "status": "running",
        "stage": "cluster_review",
        "incident": None,
    }
    assert [one.element for one in world.all(Answer) if one.dossier_id == dossier_id] == ["proposal", "unit_approval"]


def test_each_wrong_answer_is_named(world, calling):
    item = world.item(walk(world, "appraisal"))
    thu = calling("thu")

    plain = thu.post(f"/task/{item.id}/complete", {"outcome": "maybe"}, headers={"Accept-Language": "en"})
    wrapped = thu.post(f"/task/{item.id}/complete", {"variables": {"outcome": {"value": "maybe"}}})
    bent = thu.post(f"/task/{item.id}/complete", {"variables": {"outcome": "maybe"}})

    assert plain.status_code == wrapped.status_code == bent.status_code == 422
    first = plain.json["errors"][0]
    assert (first["field"], first["pointer"], first["detail"]) == ("outcome", "#/outcome", "Choose one of the options.")
    assert wrapped.json["errors"][0]["pointer"] == bent.json["errors"][0]["pointer"] == "#/variables/outcome"


def test_whoever_was_slower_learns_who_was_faster(world, calling):
    item = world.item(walk(world, "appraisal"))
    calling("thu").post(f"/task/{item.id}/claim")

    answer = calling("binh").post(f"/task/{item.id}/complete", USUAL["appraisal"])

    assert answer.status_code == 409
    assert (answer.json["who"], answer.json["at"][:10], answer.json["reason"]) == ("Thu", "2026-11-23", "claimed")


def test_an_act_on_what_has_changed_since_is_refused(world, calling):
    item = world.item(walk(world, "appraisal"))
    thu, binh = calling("thu"), calling("binh")
    seen = thu.get(f"/task/{item.id}").headers["ETag"]
    binh.post(f"/task/{item.id}/comment", {"message": "Minh chứng chưa rõ."})

    stale = thu.post(f"/task/{item.id}/claim", headers={"If-Match": seen})
    fresh = thu.post(f"/task/{item.id}/claim", headers={"If-Match": thu.get(f"/task/{item.id}").headers["ETag"]})
    onward = thu.post(f"/task/{item.id}/unclaim", headers={"If-Match": fresh.headers["ETag"]})
    any_state = thu.post(f"/task/{item.id}/claim", headers={"If-Match": "*"})

    assert [one.status_code for one in (stale, fresh, onward, any_state)] == [412, 204, 204, 204]
    assert world.item(item.dossier_id).assignee_id == world.people["thu"]


def test_if_match_tells_nobody_of_what_they_may_not_know(world, calling):
    item = world.item(walk(world, "appraisal"))
    code = world.dossier(item.dossier_id).code

    answers = [
        calling("mai").post(f"/task/{item.id}/claim", headers={"If-Match": '"0"'}),
        calling("mai").post(f"/dossier/{code}/withdraw", {"reason": "Nhầm"}, headers={"If-Match": '"0"'}),
    ]

    assert [one.status_code for one in answers] == [404, 404]


def test_members_vote_by_completing_their_own_ballots(world, calling):
    dossier_id = walk(world, "council_ballot")
    ballots = {member: ballot_of(world, dossier_id, member) for member in world.members}
    seen = calling("m9").get(f"/task/{ballots['m9']}").headers["ETag"]

    answers = {
        member: calling(member).post(
            f"/task/{item}/complete", {"vote": "yes"}, headers={"If-Match": seen} if member == "m9" else {}
        )
        for member, item in ballots.items()
    }

    assert {one.status_code for one in answers.values()} == {200}
    assert (answers["m1"].json["stage"], answers["m9"].json["stage"]) == ("council_ballot", "signature")
    assert len([one for one in world.all(RollEntry) if one.dossier_id == dossier_id and one.voted_on]) == 9


def test_a_vote_says_nothing_of_itself(world, calling):
    dossier_id = walk(world, "council_ballot", propose(world, award_kind="CSTDT"))
    ballot, m1 = ballot_of(world, dossier_id, "m1"), calling("m1")

    wrong = m1.post(f"/task/{ballot}/complete", {"vote": "perhaps"})
    cast = m1.post(f"/task/{ballot}/complete", {"variables": {"vote": {"value": "blank"}}})
    twice = m1.post(f"/task/{ballot}/complete", {"vote": "yes"})

    assert [one.status_code for one in (wrong, cast, twice)] == [422, 200, 409]
    told = cast.text + m1.get(f"/task/{ballot}").text + calling("lan").get(f"/dossier/{cast.json['businessKey']}").text
    told += calling("lan").get(f"/dossier/{cast.json['businessKey']}/history").text
    assert "blank" not in told
    details = [one for one in world.all(EventDetail) if one.stream == f"dossier/{dossier_id}"]
    assert not any("blank" in str(one.fields) for one in details)


def test_a_vote_is_opened_by_its_secretary(world, calling):
    dossier_id = walk(world, "council_opening")
    item, secretary = world.item(dossier_id), calling("secretary")

    without = secretary.post(f"/task/{item.id}/complete", {})
    far = secretary.post(f"/task/{item.id}/complete", {"session_date": "2030-01-01"})
    opened = secretary.post(f"/task/{item.id}/complete", {"session_date": "2026-11-25"})

    assert (without.status_code, without.json["errors"][0]["field"]) == (422, "session_date")
    assert (far.status_code, far.json["reason"]) == (422, "far_day")
    assert (opened.status_code, opened.json["stage"]) == (200, "council_ballot")


def test_what_is_said_on_a_task_stands_on_its_dossier(world, calling):
    item = world.item(walk(world, "appraisal"))

    said = calling("thu").post(f"/task/{item.id}/comment", {"message": "Đã kiểm tra minh chứng."})
    empty = calling("thu").post(f"/task/{item.id}/comment", {"message": " "})

    assert (said.status_code, said.json["userId"], said.json["message"]) == (201, "thu", "Đã kiểm tra minh chứng.")
    assert empty.status_code == 422
    assert [one.text for one in world.all(Comment) if one.work_item_id == item.id] == ["Đã kiểm tra minh chứng."]


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
    sought = lan.get("/dossier", q="sung thi binh", stage="proposal", unit="SGD", award="BK_TINH")

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


def test_a_published_diagram_is_read_as_it_was_saved(calling):
    system = calling("stranger")

    listed = system.get("/process-definition")
    xml = system.get("/process-definition/award/xml")
    none = system.get("/process-definition/nothing/xml")

    assert "award" in [one["key"] for one in listed.json]
    assert xml.json["bpmn20Xml"].startswith("<?xml")
    assert none.status_code == 404
