from datetime import timedelta

import pytest

from factories import NOON, act, propose, walk
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from visits import said, site, visitor

FINE = {"outcome": "eligible", "note": "Hồ sơ đủ điều kiện."}


@pytest.fixture
def appraisal(world):
    """An open appraisal."""
    return world.item(walk(world, "appraisal"))


def test_completing_goes_on_to_the_next_item_of_the_same_list(world, visit, appraisal):
    walk(world, "appraisal", propose(world, name="Lò Văn Páo"))
    thu = visit("thu")

    answer = thu.post(f"/items/{appraisal.id}/complete?filter=groups&behind={appraisal.due_on}~{appraisal.id}", FINE)

    next_page = said(thu.get(answer.location))
    assert world.dossier(appraisal.dossier_id).stage == "agency_approval"
    assert "Đã hoàn thành: Thẩm định hồ sơ, HS-2026-000001." in next_page
    assert "HS-2026-000002 Bằng khen" in next_page


def test_a_wrong_answer_brings_the_page_back_with_what_was_typed(world, visit, appraisal):
    page = visit("thu").post(f"/items/{appraisal.id}/complete?filter=groups", {"outcome": "", "note": "abc"})

    assert page.status_code == 422
    assert "Cần sửa 2 mục" in said(page)
    assert 'href="#q-outcome"' in page.text
    assert 'id="q-note-error"' in page.text
    assert ">\nabc</textarea>" in page.text


def test_a_task_done_meanwhile_says_who_when_and_keeps_what_was_typed(world, visit, appraisal):
    act(world, "binh", appraisal.dossier_id, FINE)

    page = visit("thu").post(f"/items/{appraisal.id}/complete", {"outcome": "return", "note": "Thiếu biên bản."})

    assert page.status_code == 409
    for words in ("Đã có người làm trước", "12:00 23/11/2026", "HS-2026-000001", "Thiếu biên bản.", "Trả bổ sung"):
        assert words in said(page)


def test_a_task_somebody_took_is_told_as_theirs(visit, appraisal):
    visit("binh").post(f"/items/{appraisal.id}/claim")

    assert visit("thu").post(f"/items/{appraisal.id}/complete", FINE).status_code == 409
    assert visit("thu").post(f"/items/{appraisal.id}/claim").status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("lan", 403), ("hung", 403), ("intake", 403), ("lead", 403), ("auditor", 403), ("admin", 404), ("mai", 404)],
)
@pytest.mark.parametrize("act", ["complete", "claim", "release", "draft"])
def test_the_wrong_person_does_nothing(world, visit, appraisal, who, status, act):
    answer = visit(who).post(f"/items/{appraisal.id}/{act}", FINE)

    assert answer.status_code == status
    assert world.item(appraisal.dossier_id).assignee_id is None


def test_nothing_is_done_on_a_suspended_dossier(world, visit, appraisal):
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), appraisal.dossier_id, "Có đơn tố cáo", now=NOON)

    page = visit("thu").post(f"/items/{appraisal.id}/complete", FINE)

    assert page.status_code == 422
    assert "Hồ sơ đang tạm dừng" in said(page)


def test_a_draft_comes_back_only_to_who_wrote_it(visit, appraisal):
    answer = visit("thu").post(f"/items/{appraisal.id}/draft", {"note": "Mới đọc một nửa"})

    assert answer.json == {"saved": NOON.isoformat()}
    assert "Mới đọc một nửa" in visit("thu").get("/inbox").text
    assert "Mới đọc một nửa" not in visit("binh").get("/inbox").text


def test_a_released_item_is_free_again(world, visit, appraisal):
    thu = visit("thu")
    thu.post(f"/items/{appraisal.id}/claim")

    thu.post(f"/items/{appraisal.id}/release")

    assert world.item(appraisal.dossier_id).assignee_id is None


def test_the_lead_hands_an_item_to_somebody_else_with_a_reason(world, visit, appraisal):
    to = {"to": str(world.people["binh"]), "reason": "Chị Thu nghỉ phép"}

    answer = visit("lead").post(f"/items/{appraisal.id}/reassign", to)

    assert answer.status_code == 303
    assert world.item(appraisal.dossier_id).assignee_id == world.people["binh"]


@pytest.mark.parametrize(("to", "status"), [("nonsense", 400), (None, 400), ("hung", 422)])
def test_an_item_is_handed_only_to_somebody_who_may_do_it(world, visit, appraisal, to, status):
    fields = {"reason": "Bận"} | ({"to": str(world.people.get(to, to))} if to else {})

    assert visit("lead").post(f"/items/{appraisal.id}/reassign", fields).status_code == status


def test_the_page_says_by_when_the_item_is_due(world, tmp_path, appraisal):
    later = NOON + timedelta(days=2)  # over the holiday of 24 November

    page = said(visitor(site(world, tmp_path, now=later), world, "thu", now=later).get("/inbox"))

    assert "Còn 14 ngày làm việc" in page


def test_a_day_typed_in_vain_is_shown_as_it_was_typed(world, visit):
    item = world.item(walk(world, "issue"))
    fields = {"number": "7", "series": "QĐ-UBND", "issued_on": "23/11/2026"}
    act(world, "records", item.dossier_id)

    page = visit("records").post(f"/items/{item.id}/complete", fields)

    assert page.status_code == 409
    assert "23/11/2026" in said(page)


def test_a_draft_that_was_gone_on_with_in_another_window_is_not_written_over(world, tmp_path, appraisal):
    first, later = (site(world, tmp_path, now=NOON + timedelta(minutes=n)) for n in (0, 1))
    here, there = visitor(first, world, "thu"), visitor(later, world, "thu")
    saved = here.post(f"/items/{appraisal.id}/draft", {"note": "Ở đây"}).json["saved"]
    there.post(f"/items/{appraisal.id}/draft", {"note": "Ở cửa sổ khác"}, headers={"X-Draft-Saved": saved})

    answer = here.post(f"/items/{appraisal.id}/draft", {"note": "Lại ở đây"}, headers={"X-Draft-Saved": saved})

    assert answer.status_code == 409
    assert "Ở cửa sổ khác" in here.get(f"/inbox?item={appraisal.id}").text
