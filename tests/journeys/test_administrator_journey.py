"""An administrator's first day: a unit and its people, who acts for whom, who is away, and a hand-over."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from journeys.eyes import WIDE, Eyes
from journeys.pages import fill, flash, go, open_item, press
from journeys.steps import Enter, propose
from serving import Site

UNIT, CODE, CLUSTER = "Xã Bản Lầu", "XBL", "Cụm xã, phường (C3)"
CLERK, HEAD, SUCCESSOR = "Vàng Thị Dế", "Lò Văn Phương", "Hảng A Sùng"
DELEGATE = "head.ptt"
HANH = "Nguyễn Thị Hạnh"
BASIS = "Quyết định số 512/QĐ-UBND ngày 20/11/2026"
PASSWORD = "mận trắng đầu mùa"
UNATTENDED = "Không còn ai khác làm được những việc sau:"


def test_an_administrators_first_day(browser: Browser, site: Site, enter: Enter, eyes: Eyes) -> None:
    admin = enter("admin")
    a_unit_joins_the_house(admin, eyes)
    a_person_gets_a_role(admin, CLERK, "clerk.xbl", "Cán bộ phụ trách của đơn vị", eyes)
    clerk = arrive(browser, site, a_password_link(admin, CLERK, eyes), "clerk.xbl", eyes)
    a_person_gets_a_role(admin, HEAD, "head.xbl", "Thủ trưởng đơn vị", eyes)
    propose(clerk, HANH, eyes)

    the_heads_leave_would_leave_a_task_undone(admin, eyes)
    somebody_acts_for_the_head(admin, eyes)
    the_leave_is_recorded(admin, eyes)
    the_delegate_takes_the_item(enter(DELEGATE), eyes)

    nothing_is_held_up(admin, eyes)
    the_heads_role_ends(admin, eyes)
    the_delegate_has_nothing_any_more(enter(DELEGATE))
    a_person_gets_a_role(admin, SUCCESSOR, "head2.xbl", "Thủ trưởng đơn vị", eyes)
    successor = arrive(browser, site, a_password_link(admin, SUCCESSOR, eyes), "head2.xbl", eyes)
    open_item(successor, HANH)
    expect(successor.get_by_role("button", name="Nhận việc")).to_be_visible()
    for page in (clerk, successor):
        page.context.close()


def a_unit_joins_the_house(page: Page, eyes: Eyes) -> None:
    go(page, "Tổ chức")
    eyes.look(page, "the house at a glance")
    page.get_by_role("navigation", name="Tổ chức").get_by_role("link", name="Đơn vị", exact=True).click()
    eyes.look(page, "the units")
    page.get_by_role("link", name="Thêm đơn vị").click()
    fill(page, {"Mã": CODE, "Loại đơn vị": "Xã, phường", "Tên đầy đủ": UNIT})
    fill(page, {"Hoạt động từ ngày": "01/11/2026", "Căn cứ": BASIS})
    eyes.look(page, "a new unit")
    press(page, "Thêm đơn vị")
    expect(page.get_by_role("heading", level=1, name=UNIT)).to_be_visible()

    page.get_by_role("link", name="Chuyển cụm, khối").click()
    fill(page, {"Cụm, khối mới": CLUSTER, "Kể từ ngày": "23/11/2026", "Căn cứ": BASIS})
    eyes.look(page, "a unit moves to a cluster")
    press(page, "Chuyển đơn vị")
    expect(page.locator(".facts")).to_contain_text("Cụm xã, phường")
    eyes.look(page, "a unit")


def a_person_gets_a_role(page: Page, name: str, username: str, role: str, eyes: Eyes) -> None:
    go(page, "Người dùng")
    eyes.look(page, "the people")
    page.get_by_role("link", name="Thêm người").click()
    unit = f"{UNIT} ({CODE})"
    fill(page, {"Họ và tên": name, "Tên đăng nhập": username, "Chức vụ": "Công chức", "Đơn vị": unit})
    eyes.look(page, "a new person")
    press(page, "Lưu")
    flash(page, f"Đã thêm {name}")

    page.get_by_role("link", name="Giao vai trò").click()
    fill(page, {"Vai trò": role, "Đơn vị": unit, "Đến hết ngày": "31/12/2027", "Căn cứ": BASIS})
    eyes.look(page, "granting a role")
    press(page, "Giao vai trò")
    flash(page, "Đã giao vai trò")
    expect(page.locator("main")).to_contain_text("31/12/2027")
    eyes.look(page, "a person")


def a_password_link(page: Page, name: str, eyes: Eyes) -> str:
    person(page, name)
    press(page, "Tạo liên kết đặt mật khẩu")
    eyes.look(page, "a password link")
    link = page.get_by_label(f"Liên kết cho {name}").input_value()
    page.get_by_role("link", name="Đã chép, quay lại").click()
    return urlsplit(link).path


def arrive(browser: Browser, site: Site, link: str, username: str, eyes: Eyes) -> Page:
    """A new person at a browser of their own opens the link, chooses a password and signs in with it."""
    context = browser.new_context(viewport=WIDE, locale="vi-VN", base_url=site.address)
    eyes.watch(context)
    page = context.new_page()
    page.goto(link)
    eyes.look(page, "choosing the first password")
    fill(page, {"Mật khẩu mới": PASSWORD, "Nhập lại mật khẩu mới": PASSWORD})
    press(page, "Đặt mật khẩu mới")
    flash(page, "Đã đặt mật khẩu mới")

    fill(page, {"Tên đăng nhập": username, "Mật khẩu": PASSWORD})
    press(page, "Đăng nhập")
    expect(page.get_by_role("region", name="Danh sách việc")).to_be_visible()
    return page


def the_heads_leave_would_leave_a_task_undone(page: Page, eyes: Eyes) -> None:
    ask_for_leave(page)

    gaps = page.get_by_role("alert").filter(has_text=UNATTENDED)
    expect(gaps.locator(".gaps li").filter(has_text="Thủ trưởng duyệt")).to_contain_text("24/11/2026 – 27/11/2026")
    eyes.look(page, "leave that would leave a task undone")


def somebody_acts_for_the_head(page: Page, eyes: Eyes) -> None:
    page.get_by_role("link", name="Chọn người làm thay").click()
    fill(page, {"Người được ủy quyền": DELEGATE, "Từ ngày": "23/11/2026", "Đến hết ngày": "04/12/2026"})
    fill(page, {"Căn cứ": "Giấy ủy quyền số 3/GUQ-UBND ngày 23/11/2026"})
    page.get_by_label("TUQ. Thừa ủy quyền").check()
    eyes.look(page, "delegating a role")
    press(page, "Ủy quyền")
    flash(page, "Đã ủy quyền")


def the_leave_is_recorded(page: Page, eyes: Eyes) -> None:
    ask_for_leave(page)
    flash(page, "Đã ghi nghỉ")
    expect(page.locator("section", has=page.get_by_role("heading", name="Nghỉ", exact=False)).last).to_be_visible()
    eyes.look(page, "a person with a delegate and a leave")


def the_delegate_takes_the_item(page: Page, eyes: Eyes) -> None:
    page.reload()
    open_item(page, HANH)
    expect(page.locator(".act")).to_contain_text(HEAD)
    press(page, "Nhận việc")
    flash(page, "Việc này nay do")
    eyes.look(page, "an item in another's place")


def nothing_is_held_up(page: Page, eyes: Eyes) -> None:
    go(page, "Vận hành")
    expect(page.locator("main")).to_contain_text("Mọi việc đang tự chạy")
    eyes.look(page, "operations without trouble")


def the_heads_role_ends(page: Page, eyes: Eyes) -> None:
    person(page, HEAD)
    page.get_by_role("link", name="Kết thúc Thủ trưởng đơn vị").click()
    expect(page.get_by_role("alert").filter(has_text=UNATTENDED)).to_contain_text("Thủ trưởng duyệt")
    eyes.look(page, "ending a role that leaves a task undone")
    fill(page, {"Lý do": "Nghỉ hưu từ ngày 23/11/2026."})
    press(page, "Đã biết, vẫn kết thúc")
    flash(page, "Đã kết thúc vai trò")


def the_delegate_has_nothing_any_more(page: Page) -> None:
    go(page, "Hộp việc")
    expect(page.locator(".list")).not_to_contain_text(HANH)


def ask_for_leave(page: Page) -> None:
    """Say that the head is away for four days from tomorrow."""
    person(page, HEAD)
    page.get_by_role("link", name="Ghi nghỉ").click()
    fill(page, {"Từ ngày": "24/11/2026", "Đến hết ngày": "27/11/2026", "Lý do": "Nghỉ phép năm"})
    press(page, "Ghi nghỉ")


def person(page: Page, name: str) -> None:
    """Find somebody in the list of people and open their page."""
    go(page, "Người dùng")
    page.get_by_label("Họ tên hoặc tên đăng nhập").fill(name)
    press(page, "Lọc")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
