"""People offered while a name is typed, in a real browser: by keyboard, by pointer, and not when nobody is named."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from sources import ROOT

BUILD = ROOT / "service/web/static/build"
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'"
SITE = "http://talk.test/"
PEOPLE = [{"username": name, "name": title, "position": ""} for name, title in (("binh", "Bình"), ("lead", "Lê <Đỗ>"))]
OFFER = 'data-people="/people" data-offer-text="{n} người" data-nobody-text="không ai"'
PAGE = f"""<!doctype html><html lang="vi"><head><meta name="csrf-token" content="t"><title>x</title>
<link rel="stylesheet" href="/build/%(app.css)s"><script src="/build/%(app.js)s" defer></script></head>
<body><main id="main">
<label for="text">Ý kiến</label><textarea id="text" {OFFER}></textarea>
<label for="line">Hỏi ai</label><input id="line" {OFFER}>
</main></body></html>"""


@pytest.fixture
def asked() -> list[str]:
    """What was sought, in order."""
    return []


@pytest.fixture
def talk(page: Page, asked: list[str]) -> Iterator[Page]:
    """A page with a text and a line; at the end no script may have failed."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route(f"{SITE}**", lambda route: _answer(route, asked))
    page.goto(SITE)
    yield page
    assert complaints == []


def test_a_name_begun_with_an_at_sign_is_finished_by_keyboard(talk: Page, asked: list[str]) -> None:
    text = talk.locator("#text")
    text.press_sequentially("gửi a@binh.vn, nhờ ")
    text.press_sequentially("@bi")
    option = talk.get_by_role("option", name="Bình")
    expect(option).to_be_visible()
    expect(talk.get_by_role("status").first).to_have_text("2 người")

    text.press("ArrowDown")
    expect(text).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    text.press("Enter")

    expect(text).to_have_value("gửi a@binh.vn, nhờ @binh ")
    expect(talk.get_by_role("option")).to_have_count(0)
    assert set(asked) == {"bi"}


def test_a_line_for_one_person_takes_a_click_and_folds_with_escape(talk: Page) -> None:
    line = talk.locator("#line")
    line.press_sequentially("le")
    expect(line).to_have_attribute("aria-expanded", "true")
    line.press("Escape")
    expect(line).to_have_attribute("aria-expanded", "false")
    expect(line).to_be_focused()

    line.press_sequentially("a")
    talk.get_by_role("option", name="Lê <Đỗ>").click()

    expect(line).to_have_value("@lead")


def _answer(route: Route, asked: list[str]) -> None:
    parts = urlsplit(route.request.url)
    if parts.path == "/people":
        asked.append(parse_qs(parts.query)["q"][0])
        route.fulfill(json=PEOPLE)
    elif parts.path.startswith("/build/"):
        route.fulfill(path=BUILD / parts.path.removeprefix("/build/"))
    else:
        names = json.loads((BUILD / "manifest.json").read_text())
        headers = {"Content-Security-Policy": CSP}
        route.fulfill(body=PAGE % names, content_type="text/html; charset=utf-8", headers=headers)
