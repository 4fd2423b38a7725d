"""A unit sends thirty nominees in one file: two rows are mended, all reach the head."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from playwright.sync_api import Page, expect

from factories import NOON
from journeys.eyes import Eyes
from journeys.pages import fill, go, press
from journeys.steps import AWARD, PROPOSAL, Enter
from sent_lists import XLSX
from service import sheets
from service.config import Settings
from service.sheets import Column
from service.worker.running import work_until
from serving import Site

LETTER = {
    name: PROPOSAL[name]
    for name in (
        "Phương thức khen thưởng",
        "Đợt xét khen",
        "Thành tích từ ngày",
        "Thành tích đến ngày",
        "Số, ký hiệu tờ trình",
        "Ngày tờ trình",
    )
}
ROW = {
    "Đối tượng đề nghị": "Cá nhân",
    "Giới tính": "Nữ",
    "Ngày sinh": "12/03/1984",
    "Dân tộc": "Tày",
    "Nhóm chức vụ": "Người lao động trực tiếp",
    "Chức vụ, nghề nghiệp": "Giáo viên",
    "Tóm tắt thành tích": "Hai năm liền hoàn thành xuất sắc nhiệm vụ.",
}
NAME, BORN = "Họ và tên hoặc tên tập thể", "Ngày sinh"
COUNT = 30


@pytest.fixture
def _worker(site: Site, tmp_path: Path) -> Iterator[None]:
    """The worker of the house, for as long as the journey lasts."""
    stop = threading.Event()
    settings = Settings(site.database.url.render_as_string(hide_password=False), tmp_path, "k" * 40, demo=True)
    now = lambda: NOON + timedelta(hours=1)  # noqa: E731
    worker = threading.Thread(target=work_until, args=(stop, site.database, settings, now))
    worker.start()
    yield
    stop.set()
    worker.join(timeout=30)


@pytest.mark.usefixtures("_worker")
def test_a_unit_sends_thirty_nominees(enter: Enter, eyes: Eyes) -> None:
    clerk = enter("clerk.sgd")
    headers = the_clerk_downloads_the_template(clerk, eyes)
    the_file_without_a_column_is_refused(clerk, headers, eyes)
    the_list_is_looked_through(clerk, headers, eyes)
    the_good_rows_are_taken_in(clerk, COUNT - 2, eyes)
    the_bad_rows_are_mended_and_sent_again(clerk, eyes)
    the_other_list_is_submitted(clerk)
    the_head_has_all_of_them(enter("head.sgd"), eyes)


def the_clerk_downloads_the_template(page: Page, eyes: Eyes) -> list[str]:
    go(page, "Danh sách")
    eyes.look(page, "lists of nominees")
    page.get_by_role("link", name=AWARD, exact=True).click()
    eyes.look(page, "sending a list")
    return rows_of(downloaded(page, "Tải mẫu Excel"))[0]


def the_file_without_a_column_is_refused(page: Page, headers: Sequence[str], eyes: Eyes) -> None:
    fill(page, LETTER)
    send(page, "thieu-cot.xlsx", headers[:-1], [{**ROW, NAME: "Nguyễn Thị Hạnh"}])

    expect(page.locator("#errors")).to_contain_text("Thiếu cột")
    expect(page.get_by_label("Số, ký hiệu tờ trình")).to_have_value(LETTER["Số, ký hiệu tờ trình"])
    eyes.look(page, "a list refused")


def the_list_is_looked_through(page: Page, headers: Sequence[str], eyes: Eyes) -> None:
    rows = [{**ROW, NAME: f"Nguyễn Thị Hạnh {number}"} for number in range(1, COUNT + 1)]
    rows[6] = {**rows[6], BORN: "năm 1984"}
    rows[20] = {**rows[20], "Giới tính": ""}
    send(page, "danh-sach-giao-vien.xlsx", headers, rows)

    expect(page.locator("#bad + p + .table-wrap tbody tr")).to_have_count(2)
    expect(page.locator(".cells").first).to_contain_text("D8")
    expect(page.locator(".cells").last).to_contain_text("C22")
    eyes.look(page, "a list looked through")


def the_good_rows_are_taken_in(page: Page, count: int, eyes: Eyes) -> None:
    press(page, f"Tiếp nhận {count} trường hợp")
    press(page, f"Trình {count} hồ sơ")
    expect(page.locator(".flash.ok")).to_contain_text(f"{count} hồ sơ đã trình thủ trưởng đơn vị")
    eyes.look(page, "a list submitted")


def the_bad_rows_are_mended_and_sent_again(page: Page, eyes: Eyes) -> None:
    headers, *rows = rows_of(downloaded(page, "Tải các dòng này"))
    assert [row[headers.index(f"{NAME} *")] for row in rows] == ["Nguyễn Thị Hạnh 7", "Nguyễn Thị Hạnh 21"]
    mended = [dict(zip((title(one) for one in headers), row, strict=True)) for row in rows]

    page.get_by_role("link", name="Gửi các dòng đã sửa").click()
    expect(page.get_by_label("Ngày tờ trình")).to_have_value("20/11/2026")
    send(page, "da-sua.xlsx", headers, [{**row, **ROW} for row in mended])

    eyes.look(page, "a list without mistakes")


def the_other_list_is_submitted(page: Page) -> None:
    press(page, "Tiếp nhận 2 trường hợp")
    press(page, "Trình 2 hồ sơ")
    expect(page.locator(".flash.ok")).to_contain_text("2 hồ sơ đã trình")


def the_head_has_all_of_them(page: Page, eyes: Eyes) -> None:
    page.reload()
    expect(page.get_by_role("navigation", name="Điều hướng chính").get_by_role("link").first).to_contain_text(
        str(COUNT)
    )
    eyes.look(page, "an inbox of thirty")


def send(page: Page, name: str, headers: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Choose a file with these rows under these headers, and have it looked through."""
    columns = [Column(title(header), header) for header in headers]
    data = sheets.write(columns, rows, title="Danh sách")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    press(page, "Kiểm tra danh sách")


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return download.value.path().read_bytes()


def rows_of(data: bytes) -> list[list[Any]]:
    workbook = python_calamine.load_workbook(BytesIO(data))
    return list(workbook.get_sheet_by_index(0).to_python(skip_empty_area=False))


def title(header: str) -> str:
    return header.rstrip(" *()")
