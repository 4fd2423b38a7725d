import pytest
from sqlalchemy import update

from council_votes import open_vote, vote
from factories import act, propose, walk
from service.db import transaction
from service.models import EventDetail
from visits import said


@pytest.fixture
def appraised(world):
    """A dossier that waits for appraisal."""
    return walk(world, "appraisal")


def code_of(world, dossier_id):
    return world.dossier(dossier_id).code


def test_the_list_shows_what_one_may_know_of_and_nothing_else(world, visit, appraised):
    propose(world, "mai", name="Lò Văn Páo")

    assert "Nguyễn Thị Hạnh" in said(visit("thu").get("/dossiers"))
    assert "Lò Văn Páo" not in said(visit("thu").get("/dossiers"))
    assert "Lò Văn Páo" in said(visit("mai").get("/dossiers"))
    assert "Chưa có hồ sơ" in said(visit("admin").get("/dossiers"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=nguyen thi hanh", True),
        ("q=giao duc 000001", True),
        ("q=lò", False),
        ("stage=appraisal", True),
        ("stage=running", True),
        ("stage=ended", False),
        ("unit=SGD&award=BK_TINH", True),
        ("unit=SYT", False),
        ("award=CSTDT", False),
    ],
)
def test_the_list_is_narrowed(visit, appraised, asked, found):
    page = said(visit("thu").get(f"/dossiers?{asked}"))

    assert ("Nguyễn Thị Hạnh" in page) is found
    assert ("Không có hồ sơ nào" in page) is not found


def test_a_long_list_has_pages_without_gaps(world, visit, monkeypatch):
    monkeypatch.setattr("service.queries.dossiers.PAGE", 2)
    for name in ("An", "Bình", "Chi"):
        propose(world, name=name)

    first = visit("lan").get("/dossiers")
    after = first.text.split("after=")[1].split('"')[0]
    second = said(visit("lan").get(f"/dossiers?after={after}"))

    assert "Chi" in said(first)
    assert "Bình" in said(first)
    assert "An " in second
    assert "Bình" not in second


def test_a_dossier_tells_what_was_proposed_and_what_each_stage_said(world, visit, appraised):
    page = said(visit("thu").get(f"/dossiers/{code_of(world, appraised)}"))

    for words in ("Giới tính Nữ", "Dân tộc Tày", "Ngày tờ trình 20/11/2026", "dìu dắt mười hai", "Thủ trưởng duyệt:"):
        assert words in page


def test_a_dossier_tells_on_what_law_its_award_stands(world, visit, appraised):
    page = said(visit("thu").get(f"/dossiers/{code_of(world, appraised)}"))

    assert "Căn cứ Luật Thi đua, khen thưởng 2022" in page


def test_a_dossier_tells_who_can_act_and_who_cannot_and_why(world, visit):
    dossier = walk(world, "cluster_review")

    page = said(visit("minh").get(f"/dossiers/{code_of(world, dossier)}"))

    assert "Hoa: thuộc đơn vị đề nghị" in page
    assert "Mở trong hộp việc" in page


def test_a_dossier_waiting_for_a_supplement_says_so_and_keeps_its_stage(world, visit, appraised):
    act(world, "thu", appraised, {"outcome": "return", "note": "Thiếu biên bản họp.", "missing": "Biên bản họp"})

    page = visit("thu").get(f"/dossiers/{code_of(world, appraised)}")

    assert "Chờ bổ sung; đồng hồ dừng từ 23/11/2026." in said(page)
    assert '<li class="now" aria-current="step">Thẩm định</li>' in page.text


def test_the_head_of_the_unit_withdraws_with_a_reason(world, visit, appraised):
    code = code_of(world, appraised)

    answer = visit("hung").post(f"/dossiers/{code}/withdraw", {"reason": "Đơn vị rà soát lại"})

    history = said(visit("hung").get(f"/dossiers/{code}/history"))
    assert answer.status_code == 303
    assert world.dossier(appraised).stage == "withdrawn"
    assert "Lý do: Đơn vị rà soát lại" in history


def test_a_withdrawal_without_a_reason_says_what_is_missing(world, visit, appraised):
    hung = visit("hung")

    hung.post(f"/dossiers/{code_of(world, appraised)}/withdraw", {"reason": " "})

    assert "Ghi lý do rút hồ sơ." in said(hung.get(f"/dossiers/{code_of(world, appraised)}"))
    assert world.dossier(appraised).stage == "appraisal"


def test_only_the_head_is_offered_to_withdraw(world, visit, appraised):
    code = code_of(world, appraised)

    assert "Rút hồ sơ" in said(visit("hung").get(f"/dossiers/{code}"))
    assert "Rút hồ sơ" not in said(visit("lan").get(f"/dossiers/{code}"))


def test_the_history_tells_who_in_whose_place_and_what_changed(world, visit):
    dossier = walk(world, "signature")
    act(world, "vice", dossier)

    page = said(visit("auditor").get(f"/dossiers/{code_of(world, dossier)}/history"))

    assert "Vice thay Chair" in page
    assert "Giới tính – Nữ" in page
    assert "Xét theo Luật 2026" in page
    assert "chuỗi vừa được kiểm tra và còn nguyên vẹn" in page


def test_the_history_tells_when_it_was_tampered_with(world, visit, appraised):
    with transaction(world.database) as session:
        forged = {"title": {"salt": "00" * 16, "value": "Khác", "hash": "0" * 64}}
        session.execute(update(EventDetail).where(EventDetail.number == 2).values(fields=forged))

    page = said(visit("auditor").get(f"/dossiers/{code_of(world, appraised)}/history"))

    assert "Chuỗi sự kiện không khớp từ sự kiện 2" in page


def test_the_history_of_a_long_dossier_has_pages(world, visit, appraised, monkeypatch):
    monkeypatch.setattr("service.queries.history.PAGE", 2)
    thu, address = visit("thu"), f"/dossiers/{code_of(world, appraised)}/history"

    first = thu.get(address)
    second = thu.get(f"{address}?below=4")

    assert [number in first.text for number in ("#5 ", "#4 ", "#3 ")] == [True, True, False]
    assert 'href="' + address + '?below=4"' in first.text
    assert [number in second.text for number in ("#4 ", "#3 ", "#2 ")] == [False, True, True]


def test_the_chain_is_verified_once_for_all_pages_of_the_history(world, visit, appraised):
    thu, address = visit("thu"), f"/dossiers/{code_of(world, appraised)}/history"

    pages = [said(thu.get(address + page)) for page in ("", "?below=4")]

    assert ["chuỗi vừa được kiểm tra" in page for page in pages] == [True, False]


def test_no_page_of_a_dossier_tells_a_choice_while_the_vote_runs(world, visit):
    dossier = walk(world, "council_opening")
    open_vote(world, [dossier])
    vote(world, "m1", {dossier: "no"})
    code = code_of(world, dossier)

    pages = [said(visit("auditor").get(f"/dossiers/{code}{part}")) for part in ("", "/history", "/path", "?print")]

    assert "1/9 ủy viên đã bỏ phiếu." in pages[0]
    assert all("Không đồng ý" not in page and "không đồng ý" not in page for page in pages)


def test_paper_has_everything_on_one_page(world, visit, appraised):
    page = said(visit("thu").get(f"/dossiers/{code_of(world, appraised)}?print"))

    for words in ("dìu dắt mười hai", "Tài liệu", "Lịch sử", "Mở hồ sơ"):
        assert words in page
