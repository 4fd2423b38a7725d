import re

import pytest
from sqlalchemy import update

from factories import propose
from service.db import transaction
from service.models import AwardKind
from usual_answers import PROPOSAL
from visits import said

CHOSEN = {"award": "BK_TINH", "kind": "individual", "name": "Lò Văn Páo"}


@pytest.fixture
def proposal(world):
    """The address of a proposal that Lan is writing."""
    return f"/dossiers/{world.dossier(propose(world)).code}/proposal"


def test_awards_are_offered_and_those_not_yet_open_are_named(visit):
    page = visit("lan").get("/dossiers/new")

    assert 'value="BK_TINH"' in page.text
    assert 'value="HH_TINH"' not in page.text
    assert "Huy hiệu : chưa mở" in said(page).replace("Huy hiệu:", "Huy hiệu :")


def test_a_clerk_opens_a_dossier_and_comes_to_its_proposal(visit):
    lan = visit("lan")

    answer = lan.post("/dossiers/new", CHOSEN)

    assert answer.status_code == 303
    assert re.search(r"/dossiers/HS-2026-000001/proposal$", answer.location)
    assert 'value="Lò Văn Páo"' in lan.get(answer.location).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "Nhập tên cá nhân"),
        ({"kind": "household"}, "không"),
        ({"award": "HH_TINH"}, "chưa"),
        ({"award": "no such"}, "Hiện không có"),
        ({"person": "0" * 32}, "Chọn một người của đơn vị."),
    ],
)
def test_what_does_not_fit_comes_back_with_what_was_typed(visit, changed, words):
    page = visit("lan").post("/dossiers/new", {**CHOSEN, "name": "Lò Văn Páo", **changed})

    assert page.status_code == 422
    assert words in said(page)
    assert f'value="{changed.get("name", "Lò Văn Páo")}"' in page.text


def test_a_nominee_who_signs_in_is_kept_from_the_dossier(world, visit):
    lan = visit("lan")

    lan.post("/dossiers/new", {**CHOSEN, "person": str(world.people["hung"])})

    page = said(visit("lan").get("/dossiers/HS-2026-000001"))
    assert "Lò Văn Páo" in page
    assert visit("hung").post("/dossiers/HS-2026-000001/proposal", PROPOSAL).status_code == 403


def test_the_proposal_shows_the_papers_the_award_asks_for(world, visit, proposal):
    letter = {"code": "letter", "name": "Tờ trình", "name_en": "Letter", "required": True}
    with transaction(world.database) as session:
        session.execute(update(AwardKind).where(AwardKind.code == "BK_TINH").values(documents=[letter]))

    page = said(visit("lan").get(proposal))

    assert "Tờ trình bắt buộc, chưa có" in page
    assert "Còn thiếu 1 tài liệu bắt buộc." in page


def test_the_proposal_offers_only_the_nominees_the_award_is_given_to(visit, proposal):
    page = visit("lan").get(proposal).text

    assert 'name="nominee_kind" value="collective"' in page
    assert 'name="nominee_kind" value="household"' not in page


def test_a_sent_proposal_goes_to_the_head_of_the_unit(world, visit, proposal):
    lan = visit("lan")

    answer = lan.post(proposal, PROPOSAL)

    assert "Đã gửi đề nghị lên thủ trưởng đơn vị." in said(lan.get(answer.location))
    assert "Thủ trưởng duyệt" in said(visit("hung").get("/inbox?filter=groups"))


def test_a_wrong_proposal_comes_back_with_what_was_typed(visit, proposal):
    page = visit("lan").post(proposal, {**PROPOSAL, "gender": "", "birth_date": "31/02/1984"})

    assert page.status_code == 422
    assert "Cần sửa 2 mục" in said(page)
    assert 'href="#q-gender"' in page.text
    assert 'value="31/02/1984"' in page.text


def test_a_nominee_of_a_kind_the_award_is_not_given_to_is_refused(world, visit, proposal):
    page = visit("lan").post(proposal, {**PROPOSAL, "nominee_kind": "household"})

    assert page.status_code == 422
    assert 'href="#q-nominee_kind"' in page.text


def test_a_proposal_that_was_sent_is_no_longer_written(visit, proposal):
    lan = visit("lan")
    lan.post(proposal, PROPOSAL)

    page = lan.get(proposal)

    assert "Việc này không còn mở." in said(page)
    assert 'id="proposal"' not in page.text


def test_a_proposal_sent_meanwhile_says_by_whom_and_keeps_what_was_typed(visit, proposal):
    lan = visit("lan")
    lan.post(proposal, PROPOSAL)

    page = lan.post(proposal, {**PROPOSAL, "workplace": "Trường THPT Bản Hạ"})

    assert page.status_code == 409
    for words in ("Đã có người làm trước", "Lan", "HS-2026-000001", "Trường THPT Bản Hạ"):
        assert words in said(page)


def test_another_nominee_joins_the_letter(world, visit, proposal):
    lan = visit("lan")
    lan.post(proposal, PROPOSAL)

    answer = lan.post("/dossiers/new", {**CHOSEN, "like": "HS-2026-000001"})

    page = lan.get(answer.location).text
    for kept in ('value="15/TTr-SGDĐT"', 'value="20/11/2026"', 'value="01/09/2024"'):
        assert kept in page


def test_nobody_joins_a_letter_of_another_unit(world, visit):
    propose(world, "mai")

    assert visit("lan").get("/dossiers/new?like=HS-2026-000001").status_code == 404
    assert visit("lan").post("/dossiers/new", {**CHOSEN, "like": "HS-2026-000001"}).status_code == 404
