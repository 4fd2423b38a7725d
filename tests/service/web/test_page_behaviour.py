"""What the scripts add to a page, in a real browser under the strict content security policy."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route, expect

from sources import ROOT

BUILD = ROOT / "service/web/static/build"
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
SITE = "http://desk.test/"
PAGE = (Path(__file__).parent / "desk.html").read_text()
WORK = """<!doctype html><title>Danh sách</title><script src="/build/%(app.js)s" defer></script>
<div class="progress-box" hx-get="/far" hx-trigger="every 50ms">
<p>0 trên 8</p><progress max="8" value="0"></progress>
</div>
<p role="status" data-progress-told></p>"""
"""A list that a job is at work on."""


@pytest.fixture
def drafts() -> list[dict[str, list[str]]]:
    """The fields of every draft the page sent, with its token."""
    return []


@pytest.fixture
def desk(page: Page, drafts: list[dict[str, list[str]]]) -> Iterator[Page]:
    """A page of the inbox; at the end the browser must have had nothing to complain of."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(_said(message)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(f"{SITE}**", lambda route: _answer(route, drafts))
    page.goto(SITE)
    yield page
    assert [complaint for complaint in complaints if "Failed to load" not in complaint] == []


def test_a_question_appears_with_the_answer_that_asks_for_it_and_is_sent_only_then(desk: Page) -> None:
    reason = desk.get_by_label("Lý do")
    expect(reason).to_be_hidden()
    expect(reason).to_be_disabled()

    desk.get_by_label("Trả lại").check()

    expect(reason).to_be_visible()
    expect(reason).to_be_enabled()


def test_what_is_missing_is_said_in_the_language_of_the_page_until_it_is_there(desk: Page) -> None:
    desk.evaluate("for (const one of document.querySelectorAll('.act [name]')) one.required = true")
    valid, said = "form => form.checkValidity()", "field => field.validationMessage"
    form, opinion, passed = desk.locator(".act form"), desk.get_by_label("Nhận xét"), desk.get_by_label("Đủ")

    assert not form.evaluate(valid)
    assert [opinion.evaluate(said), passed.evaluate(said)] == ["Cần nhập mục này.", "Chọn một trong các mục."]

    opinion.fill("Đủ 6/6 tài liệu")
    passed.check()
    assert form.evaluate(valid)


def test_what_is_typed_is_kept_as_a_draft(desk: Page, drafts: list[dict[str, list[str]]]) -> None:
    desk.get_by_label("Nhận xét").fill("Đủ 6/6 tài liệu")

    expect(desk.get_by_role("status")).to_contain_text("Đã tự lưu")
    assert drafts == [{"opinion": ["Đủ 6/6 tài liệu"], "token": ["token"]}]


def test_a_draft_that_could_not_be_kept_says_so(desk: Page) -> None:
    desk.route(f"{SITE}draft", lambda route: route.abort())

    desk.get_by_label("Nhận xét").fill("Mất mạng")

    expect(desk.get_by_role("status")).to_have_text("Chưa lưu được")


def test_keys_walk_the_list_and_stay_quiet_while_somebody_types(desk: Page) -> None:
    desk.get_by_label("Nhận xét").press_sequentially("jk/?c")
    assert desk.url == SITE

    desk.keyboard.press("Escape")
    desk.keyboard.press("j")

    assert desk.url == f"{SITE}#two"


def test_keys_search_press_buttons_and_tell_of_themselves(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.locator("[data-search]")).to_be_focused()

    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_be_visible()

    desk.get_by_role("button", name="Đóng").click()
    desk.keyboard.press("c")
    expect(desk.get_by_role("dialog")).to_be_visible()


def test_enter_goes_to_the_act(desk: Page) -> None:
    desk.keyboard.press("Enter")

    expect(desk.get_by_label("Đủ")).to_be_focused()


def test_on_a_phone_the_act_is_a_sheet_that_opens(desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    expect(desk.get_by_label("Nhận xét")).to_be_hidden()
    expect(desk.locator(".list")).to_be_hidden()

    desk.get_by_role("button", name="Thẩm định").click()

    expect(desk.get_by_label("Nhận xét")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") == 390


def test_a_file_too_large_or_empty_is_marked_before_it_is_sent(desk: Page) -> None:
    files = [("large.pdf", b"x" * 11), ("empty.pdf", b""), ("fine.pdf", b"x")]

    desk.set_input_files(
        "input[type=file]", [{"name": name, "mimeType": "application/pdf", "buffer": data} for name, data in files]
    )

    expect(desk.locator(".chosen .late")).to_contain_text(["quá lớn", "rỗng"])
    expect(desk.locator(".chosen li")).to_have_count(3)


def test_how_far_a_list_is_shows_by_itself_and_is_told_at_every_quarter(desk: Page) -> None:
    far, told = {"done": 1}, desk.get_by_role("status")
    desk.route(f"{SITE}far", lambda route: route.fulfill(body=_far(far["done"]), content_type="text/html"))
    desk.goto(f"{SITE}work")

    expect(desk.get_by_text("1 trên 8")).to_be_visible()
    expect(told).to_be_empty()

    far["done"] = 5
    expect(told).to_have_text("5 trên 8")


def _far(done: int) -> str:
    return f'<p>{done} trên 8</p><progress max="8" value="{done}"></progress>'


def _answer(route: Route, drafts: list[dict[str, list[str]]]) -> None:
    path = route.request.url.removeprefix(SITE).split("?")[0]
    if path == "draft":
        token = {"token": [route.request.headers["x-csrftoken"]]}
        drafts.append(parse_qs(route.request.post_data or "") | token)
        route.fulfill(json={"saved": "2026-11-23T05:00:00+00:00"})
    elif path.startswith("build/"):
        route.fulfill(path=BUILD / path.removeprefix("build/"))
    else:
        names = json.loads((BUILD / "manifest.json").read_text())
        headers = {"Content-Security-Policy": CSP}
        route.fulfill(
            body=(WORK if path == "work" else PAGE) % names, content_type="text/html; charset=utf-8", headers=headers
        )


def _said(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"
