"""Narrowing the inbox and keeping filters: exact, shared with one's group, and never wider than the reader."""

import re

import pytest

from factories import NOON, propose, walk
from service.db import transaction
from service.models import Notice, SavedFilter
from visits import said

KEEP = {"act": "keep", "name": "Cần thẩm định", "filter": "groups", "task": "appraisal", "within": "30"}


@pytest.fixture
def appraisals(world):
    """Two dossiers that wait for an appraiser, and one that waits for the agency's lead."""
    for task in ("appraisal", "appraisal", "agency_approval"):
        walk(world, task, propose(world))


def shared(world, name="thu"):
    seat = world.who(name).seats[0]
    return f"{seat.role}:{seat.scope_id}"


def test_a_list_is_narrowed_to_what_was_asked_for(visit, appraisals):
    thu = visit("thu")

    found = {
        query: thu.get(f"/inbox?filter=groups&{query}").text.count("data-row")
        for query in ("task=appraisal", "task=intake", "unit=SGD", "unit=XSM", "award=BK_TINH", "within=0", "within=60")
    }

    assert found == {
        "task=appraisal": 2,
        "task=intake": 0,
        "unit=SGD": 2,
        "unit=XSM": 0,
        "award=BK_TINH": 2,
        "within=0": 0,
        "within=60": 2,
    }


def test_nonsense_in_an_address_narrows_nothing(visit, appraisals):
    page = visit("thu").get("/inbox?filter=groups&within=-3&unit=%20&after=x")

    assert page.text.count("data-row") == 2


def test_a_kept_filter_stands_above_the_inbox_with_its_live_count(world, visit, appraisals):
    thu = visit("thu")
    thu.post("/inbox/filters", KEEP)

    kept = world.all(SavedFilter)[0]
    assert "Cần thẩm định" in thu.get("/inbox").text
    assert thu.get("/inbox/counts").json[str(kept.id)] == "2"
    assert kept.query == {"filter": "groups", "task": "appraisal", "within": 30}


def test_what_stands_beside_every_page_is_counted_anew_too(world, visit, appraisals):
    thu = visit("thu")
    page, counts = thu.get("/inbox"), thu.get("/inbox/counts").json
    with transaction(world.database) as session:
        for number in range(100):
            session.add(Notice(person_id=world.people["thu"], kind="moved", key=str(number), data={}, at=NOON))

    assert all(f'data-count="{name}"' in page.text for name in ("inbox", "bell"))
    assert (counts["inbox"], counts["bell"]) == (counts["groups"], "")
    assert thu.get("/inbox/counts").json["bell"] == "99+"
    assert "aria-label" not in re.search(r'<a class="bell".*?</a>', page.text, re.S)[0]  # it would keep its number


def test_a_shared_filter_shows_everybody_only_what_is_theirs(world, visit, appraisals):
    visit("thu").post("/inbox/filters", {**KEEP, "shared": shared(world)})

    kept = world.all(SavedFilter)[0]
    assert "Cần thẩm định" in visit("binh").get("/inbox").text
    assert visit("binh").get("/inbox/counts").json[str(kept.id)] == "2"
    assert "Cần thẩm định" not in visit("lan").get("/inbox").text


def test_nobody_shares_with_a_group_they_are_not_in(world, visit):
    answer = visit("lan").post("/inbox/filters", {**KEEP, "shared": shared(world)})

    assert answer.status_code == 403
    assert world.all(SavedFilter) == []


def test_only_its_owner_removes_a_filter(world, visit):
    visit("thu").post("/inbox/filters", {**KEEP, "shared": shared(world)})
    drop = f"/inbox/filters/{world.all(SavedFilter)[0].id}/drop"

    answers = [visit(name).post(drop).status_code for name in ("binh", "lan", "thu", "thu")]

    assert answers == [403, 404, 303, 404]


def test_a_filter_without_a_name_comes_back_with_what_was_chosen(visit):
    answer = visit("thu").post("/inbox/filters", {**KEEP, "name": " "})

    assert answer.status_code == 422
    assert "Đặt tên" in said(answer)
    assert 'value="appraisal" selected' in answer.text


def test_the_same_name_again_replaces_and_too_many_are_refused(world, visit):
    thu = visit("thu")
    for name in ["Một", "Một", *(f"Số {n}" for n in range(19))]:
        thu.post("/inbox/filters", {**KEEP, "name": name})

    answer = thu.post("/inbox/filters", {**KEEP, "name": "Quá nhiều"})

    assert answer.status_code == 422
    assert len(world.all(SavedFilter)) == 20


def test_a_row_shows_what_its_reader_chose(visit, appraisals):
    thu = visit("thu")
    before = said(thu.get("/inbox?filter=groups"))

    thu.post("/inbox/columns", {"column": ["task", "due"]})

    after = thu.get("/inbox?filter=groups").text.split('id="bulk"')[1].split("</section>")[0]
    assert "Sở Giáo dục" in before
    assert "Sở Giáo dục" not in after
    assert "Thẩm định hồ sơ" in after
    assert thu.post("/inbox/columns", {"column": ["password_hash"]}).status_code == 422
