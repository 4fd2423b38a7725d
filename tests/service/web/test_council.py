import re

import pytest

from council_votes import open_vote, vote
from factories import walk
from service.models import CouncilSession
from visits import said


@pytest.fixture
def ready(world):
    """A dossier that waits for a vote."""
    return walk(world, "council_opening")


@pytest.fixture
def sitting(world, ready):
    """The address of a sitting that votes on it."""
    return f"/council/{open_vote(world, [ready]).id}"


def test_the_secretary_opens_the_vote_on_what_was_chosen(world, visit, ready):
    secretary = visit("secretary")

    answer = secretary.post("/council", {"item": str(world.item(ready).id), "held_on": "25/11/2026"})

    page = said(secretary.get(answer.location))
    assert "Đã mở bỏ phiếu 1 hồ sơ." in page
    assert "Phiên ngày 25/11/2026" in page
    assert page.count("chưa bỏ phiếu") == 9


@pytest.mark.parametrize(
    ("item", "day", "status", "words"),
    [
        (True, "hôm nay", 422, "Ghi ngày họp theo dạng ngày/tháng/năm."),
        (False, "25/11/2026", 422, "Chọn ít nhất một hồ sơ."),
    ],
)
def test_a_vote_that_cannot_be_opened_says_why(world, visit, ready, item, day, status, words):
    chosen = {"item": str(world.item(ready).id)} if item else {}

    page = visit("secretary").post("/council", {**chosen, "held_on": day})

    assert page.status_code == status
    assert words in said(page)
    assert world.all(CouncilSession) == []


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "23/10/2026", "24/11/2027"])
def test_a_day_far_away_is_refused_at_its_field_and_the_choice_stays(world, visit, ready, day):
    item = world.item(ready).id

    page = visit("secretary").post("/council", {"item": str(item), "held_on": day})

    assert page.status_code == 422
    assert "Ngày họp phải từ 24/10/2026 đến 23/11/2027." in said(page)
    assert f'value="{day}"' in page.text
    assert re.search(r'<input[^>]*name="held_on"[^>]*aria-invalid="true" aria-describedby="held-on-error"', page.text)
    assert re.search(rf'value="{item}"[^>]* checked', page.text)
    assert world.all(CouncilSession) == []


def test_a_vote_opened_meanwhile_is_told(world, visit, ready):
    secretary, item = visit("secretary"), world.item(ready).id
    open_vote(world, [ready])

    page = secretary.post("/council", {"item": str(item), "held_on": "25/11/2026"})

    assert page.status_code == 409
    assert "Không có hồ sơ chờ bỏ phiếu" in said(page)


def test_the_sitting_tells_who_has_voted_and_no_count_while_it_runs(world, visit, ready, sitting):
    vote(world, "m1", {ready: "no"})

    page = said(visit("secretary").get(sitting))

    assert "1/9 ủy viên đã bỏ phiếu. Cần ít nhất 6 ủy viên" in page
    assert "M1 đã bỏ phiếu" in page
    assert page.count("chưa bỏ phiếu") == 8
    assert "Không đồng ý" not in page


def test_voting_closes_only_with_its_quorum_and_names_who_is_missing(world, visit, ready, sitting):
    for member in world.members[:5]:
        vote(world, member, {ready: "yes"})

    page = visit("secretary").post(f"{sitting}/close")

    assert page.status_code == 422
    assert re.search(r"Còn thiếu: M6, M7, M8, M9", said(page))


def test_a_closed_sitting_shows_the_count(world, visit, ready, sitting):
    for member in world.members[:7]:
        vote(world, member, {ready: "yes" if member != "m1" else "blank"})
    secretary = visit("secretary")

    answer = secretary.post(f"{sitting}/close")

    page = said(secretary.get(answer.location))
    assert "Đồng ý 6 Không đồng ý 0 Phiếu trắng 1 Ủy viên 9 Cần để thông qua 7" in page
    assert "đã đóng 12:00 23/11/2026" in said(secretary.get("/council"))
