"""What each person does to a dossier, as clicks and keys on the pages."""

from collections.abc import Callable
from re import search

from playwright.sync_api import Page, expect

from journeys.eyes import Eyes
from journeys.pages import NEXT, choose, fill, flash, go, open_item, press
from paper import PDF

Enter = Callable[[str], Page]

AWARD = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
PROPOSAL = {
    "Ngày sinh": "12/03/1984",
    "Dân tộc": "Tày",
    "Nhóm chức vụ": "Người lao động trực tiếp",
    "Chức vụ, nghề nghiệp": "Giáo viên",
    "Nơi công tác, địa chỉ": "Trường THPT Hòa Vân",
    "Phương thức khen thưởng": "Theo công trạng",
    "Đợt xét khen": "Đợt tháng 11/2026",
    "Thành tích từ ngày": "01/09/2024",
    "Thành tích đến ngày": "31/08/2026",
    "Số, ký hiệu tờ trình": "15/TTr-SGDĐT",
    "Ngày tờ trình": "20/11/2026",
    "Tóm tắt thành tích": "Hai năm liền hoàn thành xuất sắc nhiệm vụ, dìu dắt mười hai giáo viên trẻ.",
    "Sáng kiến, đề tài đã được công nhận": "Lớp học hai thứ tiếng, 2025, Quyết định số 112/QĐ-SGDĐT.",
}


def propose(page: Page, nominee: str, eyes: Eyes) -> str:
    """The clerk proposes somebody for an award, with a paper; answers with the dossier's code."""
    go(page, "Lập hồ sơ mới")
    choose(page, AWARD, "Cá nhân")
    fill(page, {"Họ và tên hoặc tên tập thể": nominee})
    eyes.look(page, "a new dossier")
    press(page, "Mở hồ sơ và lập đề nghị")
    attach(page, "Tờ trình", "to-trinh.pdf")
    choose(page, "Nữ")
    fill(page, PROPOSAL)
    eyes.look(page, "a proposal")
    press(page, "Gửi thủ trưởng đơn vị duyệt")
    flash(page, "Đã gửi đề nghị")
    found = search(r"HS-\d{4}-\d+", page.url)
    assert found
    return found[0]


def attach(page: Page, kind: str, name: str) -> None:
    """Add a paper where papers are added."""
    upload = page.locator("#upload")
    upload.get_by_label("Loại tài liệu").select_option(label=f"{kind} (còn thiếu)")
    upload.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": PDF})
    upload.get_by_role("button", name="Thêm tệp").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def decide(page: Page, nominee: str, task: str, outcome: str, **said: str) -> None:
    """Somebody opens the item in their inbox, chooses an outcome, writes what is to be said, and completes."""
    go(page, "Hộp việc")
    open_item(page, nominee)
    expect(page.get_by_role("heading", name=task)).to_be_visible()
    choose(page, outcome)
    fill(page, {label.replace("_", " "): text for label, text in said.items()})
    press(page, NEXT)
    flash(page, f"Đã hoàn thành: {task}")
