"""An award from the clerk's proposal to its number, each person at their own browser."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from journeys.eyes import Eyes
from journeys.pages import NEXT, choose, fill, flash, go, open_dossier, open_item, press, tab, unfold
from journeys.steps import Enter, decide, propose
from service import events
from service.db import reading
from service.models import Dossier
from serving import Site

HANH = "Nguyễn Thị Hạnh"
MAN = "Hoàng Thị Mận"


def test_an_award_goes_from_the_proposal_to_its_number(site: Site, enter: Enter, eyes: Eyes) -> None:
    code = propose(enter("clerk.sgd"), HANH, eyes)
    the_head_approves_with_the_keyboard(enter("head.sgd"), eyes)
    the_cluster_recommends(enter)
    the_intake_desk_accepts(enter("agency.intake"))
    the_appraiser_asks_for_a_supplement_and_gets_it(enter, eyes)
    decide(enter("agency.lead"), HANH, "Duyệt thẩm định", "Trình Hội đồng")
    the_council_votes(enter, eyes)
    decide(enter("authority"), HANH, "Ký quyết định", "Ký quyết định")
    the_records_clerk_issues_it(enter("records"), eyes)

    everybody_can_see_who_did_what(enter("clerk.sgd"), eyes)
    with reading(site.database) as session:
        dossier_id = session.scalars(select(Dossier.id).where(Dossier.code == code)).one()
        assert events.verify(session, f"dossier/{dossier_id}") is None


def test_the_head_of_the_unit_withdraws_a_dossier(enter: Enter, eyes: Eyes) -> None:
    code = propose(enter("clerk.sgd"), MAN, eyes)
    head = enter("head.sgd")

    open_dossier(head, MAN)
    unfold(head, "Rút hồ sơ")
    fill(head, {"Lý do": "Đơn vị rà soát lại thành tích."})
    press(head, f"Rút hồ sơ {code}")

    flash(head, f"Đã rút hồ sơ {code}")
    tab(head, "Lịch sử")
    expect(head.locator(".timeline li").first).to_contain_text("Đơn vị rà soát lại thành tích.")
    eyes.look(head, "the history of a withdrawn dossier")


def test_a_page_that_is_not_there_says_so(enter: Enter, eyes: Eyes) -> None:
    page = enter("auditor")

    page.goto("/dossiers/HS-2026-999999")

    expect(page.get_by_role("heading", name="Không tìm thấy")).to_be_visible()
    eyes.look(page, "a page that is not there")


def the_head_approves_with_the_keyboard(page: Page, eyes: Eyes) -> None:
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    eyes.look(page, "the list of keys")
    page.keyboard.press("Escape")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Đồng ý đề nghị")).to_be_focused()
    page.keyboard.press("Space")
    eyes.look(page, "the inbox with an item")
    press(page, NEXT)

    flash(page, "Đã hoàn thành: Thủ trưởng duyệt")


def the_cluster_recommends(enter: Enter) -> None:
    of_the_same_unit = enter("cluster.k2")
    expect(of_the_same_unit.locator(".list")).not_to_contain_text(HANH)

    said = {"Xếp thứ trong cụm, khối": "1", "Ý kiến của cụm, khối": "Thành tích nổi bật trong khối."}
    decide(enter("cluster.k2.deputy"), HANH, "Cụm, khối xét", "Đề nghị khen", **said)


def the_intake_desk_accepts(page: Page) -> None:
    open_item(page, HANH)
    press(page, "Nhận việc")
    flash(page, "Việc này nay do")
    choose(page, "Tiếp nhận", "Tờ trình ký đúng thẩm quyền", "Danh sách trích ngang khớp hồ sơ")
    press(page, NEXT)
    flash(page, "Đã hoàn thành: Tiếp nhận hồ sơ")


def the_appraiser_asks_for_a_supplement_and_gets_it(enter: Enter, eyes: Eyes) -> None:
    appraiser, clerk, head = enter("agency.appraiser"), enter("clerk.sgd"), enter("head.sgd")
    an_answer_is_missing(appraiser, eyes)
    decide(appraiser, HANH, "Thẩm định hồ sơ", "Trả bổ sung", **{"Nhận xét thẩm định": "Thiếu biên bản họp xét."})

    go(clerk, "Hộp việc")
    open_item(clerk, HANH)
    eyes.look(clerk, "a supplement")
    fill(clerk, {"Nội dung đã bổ sung, giải trình": "Đã gửi kèm biên bản họp ngày 16/11/2026."})
    press(clerk, NEXT)
    flash(clerk, "Đã hoàn thành: Bổ sung hồ sơ")

    decide(head, HANH, "Duyệt bổ sung", "Đồng ý")
    a_colleague_is_faster(enter, eyes)


def an_answer_is_missing(page: Page, eyes: Eyes) -> None:
    page.reload()
    open_item(page, HANH)
    fill(page, {"Nhận xét thẩm định": "Đủ"})
    press(page, NEXT)

    expect(page.locator("#errors")).to_be_visible()
    expect(page.get_by_label("Nhận xét thẩm định")).to_have_value("Đủ")
    eyes.look(page, "an answer refused")


def a_colleague_is_faster(enter: Enter, eyes: Eyes) -> None:
    slow, fast = enter("agency.appraiser2"), enter("agency.appraiser")
    go(slow, "Hộp việc")
    open_item(slow, HANH)
    choose(slow, "Trả bổ sung")
    fill(slow, {"Nhận xét thẩm định": "Cần xem lại sáng kiến."})
    decide(fast, HANH, "Thẩm định hồ sơ", "Đủ điều kiện", **{"Nhận xét thẩm định": "Đúng đối tượng, đủ tài liệu."})

    press(slow, NEXT)

    expect(slow.get_by_role("heading", name="Đã có người làm trước")).to_be_visible()
    expect(slow.locator("main")).to_contain_text("Nguyễn Hữu Phước")
    expect(slow.locator("main")).to_contain_text("Cần xem lại sáng kiến.")
    eyes.look(slow, "somebody was faster")


def the_council_votes(enter: Enter, eyes: Eyes) -> None:
    secretary = enter("council.secretary")
    secretary.reload()
    open_item(secretary, HANH)
    secretary.get_by_role("link", name="Đến chương trình họp Hội đồng").click()
    secretary.get_by_label(f"Chọn {HANH}").check()
    eyes.look(secretary, "the council's agenda")
    press(secretary, "Mở bỏ phiếu các hồ sơ đã chọn")
    flash(secretary, "Đã mở bỏ phiếu 1 hồ sơ")

    for seat in range(1, 9):
        cast(enter(f"council.m{seat}"), "Không đồng ý" if seat == 4 else "Đồng ý", eyes)

    secretary.reload()
    expect(secretary.get_by_text("8/9 ủy viên đã bỏ phiếu")).to_be_visible()
    expect(secretary.locator(".roll li", has_text="Bùi Thu Hà")).to_contain_text("chưa bỏ phiếu")
    eyes.look(secretary, "a sitting that votes")

    cast(enter("council.m9"), "Đồng ý", eyes)
    secretary.reload()
    expect(secretary.locator(".tally")).to_contain_text("8")
    eyes.look(secretary, "a sitting that has voted")


def cast(page: Page, choice: str, eyes: Eyes) -> None:
    go(page, "Phiếu biểu quyết")
    page.get_by_role("radiogroup", name=HANH).get_by_label(choice, exact=True).check()
    eyes.look(page, "the ballot sheet")
    press(page, "Bỏ các phiếu đã chọn")
    flash(page, "Đã bỏ 1 phiếu")
    eyes.look(page, "the ballots cast")


def the_records_clerk_issues_it(page: Page, eyes: Eyes) -> None:
    page.reload()
    open_item(page, HANH)
    fill(page, {"Số quyết định": "1205", "Ký hiệu": "QĐ-UBND", "Ngày ban hành": "23/11/2026"})
    press(page, NEXT)
    flash(page, "Đã hoàn thành: Cấp số, ban hành")
    eyes.look(page, "an empty inbox")


def everybody_can_see_who_did_what(page: Page, eyes: Eyes) -> None:
    go(page, "Hồ sơ")
    eyes.look(page, "the list of dossiers")
    open_dossier(page, HANH)
    eyes.look(page, "what a dossier says")
    tab(page, "Tài liệu")
    eyes.look(page, "the papers of a dossier")
    page.get_by_role("link", name="to-trinh.pdf").click()
    eyes.look(page, "a paper")
    page.go_back()
    page.get_by_role("link", name="Bản in").click()
    eyes.look(page, "a dossier on paper")
    page.go_back()

    the_history_names_everybody(page, eyes)
    the_path_shows_the_way_walked(page, eyes)


def the_history_names_everybody(page: Page, eyes: Eyes) -> None:
    tab(page, "Lịch sử")
    history = page.locator(".timeline")
    for who in ("Ma Thị Yến", "Nguyễn Thanh Sơn", "Nông Quốc Việt", "Vương Thị Thúy", "Nguyễn Hữu Phước"):
        expect(history).to_contain_text(who)
    expect(history).to_contain_text("Đào Ngọc Quang thay Trần Văn Khởi")
    expect(history).to_contain_text("Đồng ý 8, không đồng ý 1, phiếu trắng 0 trên 9 ủy viên")
    flash(page, "còn nguyên vẹn")
    eyes.look(page, "the history of a dossier")


def the_path_shows_the_way_walked(page: Page, eyes: Eyes) -> None:
    tab(page, "Đường đi")
    expect(page.locator(".diagram[data-ready]")).to_be_visible()
    walked = page.eval_on_selector_all(".djs-element.walked", "shapes => shapes.map(s => s.dataset.elementId)")
    assert {"proposal", "supplement", "supplement_approval", "council_ballot", "issue"} <= set(walked)
    assert not {"unit_rejected", "closed_incomplete", "refused"} & set(walked)
    expect(page.locator(".times", has_text="2 lần").first).to_be_visible()
    eyes.look(page, "the path of a dossier")
