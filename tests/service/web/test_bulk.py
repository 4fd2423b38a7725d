"""Several items at once: each by itself, separation of duties item by item, and every one accounted for."""

import re
from html import unescape

import pytest
from sqlalchemy import update

from factories import SINCE, World, propose, walk
from service.db import transaction
from service.models import Event, WorkItem


@pytest.fixture
def appraised(world: World) -> list[WorkItem]:
    """Three dossiers that wait for an appraiser."""
    dossiers = [walk(world, "appraisal", propose(world, name=name)) for name in ("Vi Sen", "Lò Páo", "Mùa Dính")]
    return [world.item(dossier) for dossier in dossiers]


def send(visitor, act, items, where="/inbox/bulk/do", **fields):
    return visitor.post(where, {"~act": act, "~item": [str(item.id) for item in items], **fields})


def now(world, items):
    """The same items as they stand in the database now."""
    ids = {item.id for item in items}
    return [item for item in world.all(WorkItem) if item.id in ids]


def rows_of(answer):
    return re.findall(r"<tr>\s*<td>(.*?)</td>", answer.text, re.S)


def test_several_items_are_taken_at_once(world, visit, appraised):
    answer = send(visit("thu"), "claim", appraised)

    held = {item.assignee_id for item in now(world, appraised)}
    assert answer.status_code == 200
    assert "3 trong 3" in answer.text
    assert held == {world.people["thu"]}


def test_one_answer_completes_several_dossiers_each_with_its_own_event(world, visit, appraised):
    answer = send(visit("thu"), "complete", appraised, outcome="eligible", note="Đủ điều kiện, tiêu chuẩn.")

    thu = world.people["thu"]
    done = [event for event in world.all(Event) if (event.kind, event.actor_id) == ("task_completed", thu)]
    assert "3 trong 3" in answer.text
    assert len({event.stream for event in done}) == 3


def test_what_another_has_taken_is_not_done_and_the_others_are(world, visit, appraised):
    send(visit("binh"), "claim", appraised[:1])

    answer = send(visit("thu"), "complete", appraised, outcome="eligible", note="Đủ điều kiện, tiêu chuẩn.")

    assert "2 trong 3" in answer.text
    assert [("Chưa thực hiện" in row) for row in rows_of(answer)].count(True) == 1
    assert now(world, appraised[:1])[0].closed_at is None


def test_a_wrong_answer_does_nothing_and_comes_back_with_what_was_typed(world, visit, appraised):
    answer = send(visit("thu"), "complete", appraised, outcome="eligible", note="")

    assert answer.status_code == 422
    assert 'id="q-note-error"' in answer.text
    assert 'value="eligible" checked' in answer.text
    assert [item.closed_at for item in now(world, appraised)] == [None] * 3


def test_items_of_different_tasks_are_not_completed_together(world, visit, appraised):
    other = world.item(walk(world, "agency_approval", propose(world, name="Hà Thị Lả")))

    answer = send(visit("lead"), "complete", [*appraised, other], "/inbox/bulk")

    assert answer.status_code == 200
    assert rows_of(answer)[-1].count("checkbox") + sum(row.count("checkbox") for row in rows_of(answer)[:-1]) == 1


def test_what_one_may_not_do_decides_not_for_what_the_answer_is(world, visit, appraised):
    other = world.item(walk(world, "agency_approval", propose(world, name="Hà Thị Lả")))
    with transaction(world.database) as session:
        session.execute(update(WorkItem).where(WorkItem.id == appraised[0].id).values(due_on=SINCE))

    answer = send(visit("lead"), "complete", [appraised[0], other], "/inbox/bulk")

    assert ["checkbox" in row for row in rows_of(answer)] == [False, True]


def test_what_one_may_not_do_is_said_of_each_item(world, visit, appraised):
    answer = send(visit("lan"), "claim", appraised)

    assert "0 trong 3" in answer.text
    assert [item.assignee_id for item in now(world, appraised)] == [None] * 3


def test_items_one_may_not_know_of_are_not_named(visit, appraised):
    answer = send(visit("mai"), "claim", appraised)

    assert "0 trong 0" in answer.text
    assert "Vi Sen" not in answer.text


def test_nothing_chosen_or_too_much_is_told(visit, appraised):
    nothing = visit("thu").post("/inbox/bulk", {"~act": "claim"}, follow_redirects=True)
    unknown = visit("thu").post("/inbox/bulk", {"~act": "burn", "~item": str(appraised[0].id)})

    assert "ít nhất một việc" in nothing.text
    assert unknown.status_code == 400


def test_the_same_twice_says_who_was_faster(visit, appraised):
    first = send(visit("thu"), "complete", appraised, outcome="eligible", note="Đủ điều kiện, tiêu chuẩn.")
    second = send(visit("binh"), "complete", appraised, outcome="eligible", note="Đủ điều kiện, tiêu chuẩn.")

    assert "3 trong 3" in first.text
    assert "0 trong 3" in second.text


def test_items_are_handed_on_to_somebody_who_may_do_them_all(world, visit, appraised):
    page = send(visit("lead"), "reassign", appraised, "/inbox/bulk")
    answer = send(
        visit("lead"), "reassign", appraised, **{"~to": str(world.people["thu"]), "~reason": "Chia lại công việc"}
    )

    assert str(world.people["thu"]) in page.text
    assert str(world.people["lan"]) not in page.text
    assert "3 trong 3" in answer.text


def test_a_bulk_act_leads_back_to_the_search_it_came_from(visit, appraised):
    thu, searched = visit("thu"), "/inbox?filter=groups&q=HS&within=30"
    came_from = {"~from": unescape(re.search(r'name="~from" value="([^"]+)"', thu.get(searched).text)[1])}

    review, results = (send(thu, "claim", appraised, where, **came_from) for where in ("/inbox/bulk", "/inbox/bulk/do"))

    assert came_from["~from"] == searched
    assert [unescape(page.text).count(f'href="{searched}"') for page in (review, results)] == [2, 2]
    assert send(thu, "claim", [], "/inbox/bulk", **came_from).location == searched


def test_a_bulk_act_leads_to_no_other_site(visit, appraised):
    answer = send(visit("thu"), "claim", appraised, **{"~from": "https://evil.example/inbox"})

    assert "evil" not in answer.text
