"""What a system does to tasks: as its person may, on what it has seen, with a word on each mistake."""

import pytest

from calling import ballot_of
from factories import USUAL, propose, walk
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


def test_why_somebody_cannot_get_a_task_is_told_in_one_language(world, calling):
    item = world.item(walk(world, "appraisal"))
    calling("thu").post(f"/task/{item.id}/claim")

    unfit = calling("thu").post(f"/task/{item.id}/assignee", {"userId": "lan", "reason": "Nghỉ phép"})

    assert (unfit.status_code, unfit.json["reason"]) == (422, "unfit")
    assert "This task" not in unfit.json["detail"]


@pytest.mark.parametrize(
    ("act", "sent", "field"),
    [
        ("assignee", {"userId": "binh", "reason": " "}, "reason"),
        ("assignee", {"userId": "", "reason": "Nghỉ phép"}, "userId"),
        ("assignee", {"userId": "no.such.person", "reason": "Nghỉ phép"}, "userId"),
        ("comment", {"message": "\n"}, "message"),
    ],
)
def test_a_field_that_is_empty_or_names_nobody_is_named(world, calling, act, sent, field):
    item = world.item(walk(world, "appraisal"))
    calling("thu").post(f"/task/{item.id}/claim")

    refused = calling("thu").post(f"/task/{item.id}/{act}", sent)

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json["errors"]] == [f"#/{field}"]


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


def test_a_lost_race_says_when_in_utc_as_every_other_answer(world, calling):
    item, thu = world.item(walk(world, "appraisal")), calling("thu")
    thu.post(f"/task/{item.id}/complete", USUAL["appraisal"])

    late = thu.post(f"/task/{item.id}/complete", USUAL["appraisal"])

    assert late.json["at"] == thu.get(f"/task/{item.id}").json["closed"]


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
