from datetime import timedelta
from uuid import UUID

import pytest

from counting import counted
from factories import NOON, act, propose, walk
from usual_answers import PROPOSAL
from visits import said, site, visitor
from working import work

GROUPS = "/inbox?filter=groups"


def test_an_item_of_my_group_lies_in_the_inbox_with_dossier_and_act(world, visit):
    walk(world, "appraisal")

    page = said(visit("thu").get("/inbox"))

    assert "Của tôi 0 Nhóm tôi 1" in page
    assert "Nguyễn Thị Hạnh" in page
    assert "Hoàn thành, sang việc tiếp theo" in page


def test_the_inbox_says_why_the_item_is_here_and_who_can_act(world, visit):
    walk(world, "appraisal")

    page = said(visit("thu").get("/inbox"))

    assert "Vì sao ở đây: Tiếp nhận hồ sơ, Tiếp nhận" in page
    assert "Ai làm được:" in page


def test_what_i_did_is_counted(world, visit):
    walk(world, "agency_approval")

    assert "Đã xử lý 1" in said(visit("thu").get("/inbox"))
    assert "Đã xử lý 0" in said(visit("binh").get("/inbox"))


def test_an_item_people_were_reminded_of_says_so_in_the_list_and_beside_its_form(world, visit, tmp_path):
    walk(world, "appraisal")
    assert "đã nhắc" not in said(visit("thu").get("/inbox"))
    later = NOON + timedelta(days=60)
    work(world, later)

    page = said(visitor(site(world, tmp_path, now=later), world, "thu", now=later).get("/inbox"))

    assert page.count("đã nhắc") == 2


@pytest.mark.parametrize(
    "address", ["/inbox", "/dossiers", "/dossiers/HS-2026-000001", "/dossiers/HS-2026-000001/history"]
)
def test_every_page_tells_how_much_waits(world, visit, address):
    walk(world, "appraisal")
    walk(world, "appraisal")

    assert "Hộp việc 2 Hồ sơ" in said(visit("thu").get(address))


def test_the_navigation_asks_once_a_page(world, visit):
    walk(world, "appraisal")
    thu = visit("thu")

    with counted(world.database) as asked:
        thu.get("/inbox")

    assert len([one for one in asked if "ballots" in one]) == 1


def test_who_has_no_role_there_sees_nothing(world, visit):
    walk(world, "appraisal")

    page = said(visit("stranger").get("/inbox"))

    assert "Không còn việc nào" in page
    assert "Chọn một việc ở danh sách" not in page


@pytest.mark.parametrize(
    ("name", "step"),
    [("lan", "Lập hồ sơ mới"), ("admin", "Xem người dùng và vai trò"), ("stranger", "Xem các hồ sơ")],
)
def test_an_empty_inbox_leads_on(world, visit, name, step):
    link = visit(name).get("/inbox").text.split('class="empty"')[1].split("</div>")[0]

    assert step in link
    assert visit(name).get(link.split('href="')[1].split('"')[0]).status_code == 200


def test_an_item_somebody_took_leaves_the_list_of_the_others(world, visit):
    item = world.item(walk(world, "appraisal"))
    visit("thu").post(f"/items/{item.id}/claim")

    assert "Của tôi 1 Nhóm tôi 0" in said(visit("thu").get("/inbox"))
    assert "Không có việc nào chờ nhóm" in said(visit("binh").get(GROUPS))


def test_what_is_late_is_counted_and_says_how_late(world, tmp_path):
    walk(world, "intake")
    later = NOON + timedelta(days=7)

    page = said(visitor(site(world, tmp_path, now=later), world, "intake", now=later).get("/inbox?filter=overdue"))

    assert "Quá hạn 1" in page
    assert "Quá hạn 2 ngày" in page


def test_what_i_did_stays_in_my_list(world, visit):
    walk(world, "agency_approval")

    assert "HS-2026-000001" in said(visit("thu").get("/inbox?filter=done"))
    assert "HS-2026-000001" not in visit("binh").get("/inbox?filter=done").text


@pytest.mark.parametrize(("words", "found"), [("hanh nguyen", True), ("HẠNH", True), ("000001", True), ("minh", False)])
def test_the_search_does_not_ask_for_diacritics(world, visit, words, found):
    walk(world, "appraisal")

    page = visit("thu").client.get("/inbox", query_string={"filter": "groups", "q": words})

    assert ("HS-2026-000001" in said(page)) is found


@pytest.mark.parametrize("words", ["100%", "a_b", "'; drop table dossier; --", "\\", "/"])
def test_the_search_takes_every_character_as_it_is(world, visit, words):
    walk(world, "appraisal")

    page = visit("thu").client.get("/inbox", query_string={"filter": "groups", "q": words})

    assert page.status_code == 200
    assert "Không tìm thấy" in said(page)


def test_pages_follow_each_other_without_gap_or_double(world, visit):
    names = {f"Người thứ {number}" for number in range(23)}
    for name in names:
        act(world, "lan", propose(world, name=name), {**PROPOSAL, "nominee_name": name})
    head = visit("hung")

    first = head.get(GROUPS)
    second = head.get(GROUPS + "&after=" + first.text.split("after=")[-1].split('"')[0])

    seen = [name for page in (first, second) for name in names if f"<strong>{name}</strong>" in page.text]
    assert sorted(seen) == sorted(names)


@pytest.mark.parametrize(
    "address",
    [
        "?filter=nonsense",
        "?after=nonsense",
        "?item=nonsense",
        "?filter=done&after=2026~x",
        f"?filter=done&after=0001-01-01T00:00:00%2B14:00~{UUID(int=1)}",
        f"?filter=done&behind=9999-12-31T23:59:59-14:00~{UUID(int=1)}",
        f"?filter=done&after=2026-01-01T00:00:00%2B23:59:59.999999~{UUID(int=1)}",
        f"?filter=groups&after=0001-01-01~{UUID(int=1)}",
        f"?filter=groups&behind=9999-12-31~{UUID(int=1)}",
    ],
)
def test_a_mistyped_address_shows_the_inbox(visit, address):
    assert visit("thu").get("/inbox" + address).status_code == 200


def test_an_item_of_a_dossier_i_may_not_know_of_does_not_exist(world, visit):
    item = world.item(propose(world))

    assert visit("mai").get(f"/inbox?item={item.id}").status_code == 404


def test_a_task_with_a_long_form_leads_to_a_page_of_its_own(world, visit):
    propose(world)

    page = visit("lan").get("/inbox")

    assert "/dossiers/HS-2026-000001/proposal" in page.text
