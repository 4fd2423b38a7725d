"""The pictures of the manuals in docs/: each page as the person whom it is for sees it in the demo."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from sources import ROOT

DOCS = ROOT / "docs"
_DESK, _PHONE = (1280, 760), (390, 760)
"""Small enough to be read beside the text, and to be kept with it."""

_PATIENCE = 20_000


class Picture(NamedTuple):
    """A file in docs/, who looks, how they get there from their inbox, and at what size."""

    file: str
    person: str
    walk: Callable[[Page, str], object]
    size: tuple[int, int] = _DESK


def take(browser: Browser, address: str, sign_in: Callable[[Page, str], None]) -> None:
    """Take every picture; `sign_in` lets a person in at a fresh browser."""
    for picture in PICTURES:
        width, height = picture.size
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", base_url=address)
        page = context.new_page()
        sign_in(page, picture.person)
        picture.walk(page, address)
        page.screenshot(path=DOCS / picture.file)
        context.close()


def _at(path: str) -> Callable[[Page, str], object]:
    return lambda page, address: page.goto(f"{address}{path}")


def _first_item(page: Page, _address: str) -> None:
    page.locator(".list .item").first.click()
    page.wait_for_selector(".act h2")


def _some_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}/inbox?filter=groups")
    for box in page.locator(".pickable input").all()[:2]:
        box.check()


def _dossier(search: str, part: str) -> Callable[[Page, str], object]:
    """A part of the first dossier found by these words."""

    def walk(page: Page, address: str) -> None:
        page.goto(f"{address}/dossiers?q={search}")
        page.goto(f"{page.locator('.rows .row-link').first.evaluate('link => link.href')}{part}")

    return walk


def _whole_path(page: Page, address: str) -> None:
    _dossier("Lù Văn Chiến", "/path")(page, address)
    page.wait_for_selector(".diagram[data-ready]", timeout=_PATIENCE)
    page.get_by_role("button", name="Toàn sơ đồ").click()


def _list_to_send(page: Page, address: str) -> None:
    page.goto(f"{address}/lists")
    page.goto(page.locator("main a[href*='/lists/new/']").first.evaluate("link => link.href"))


def _person(search: str, act: str = "") -> Callable[[Page, str], object]:
    """The page of somebody, or what an administrator opens from there by a link of this name."""

    def walk(page: Page, address: str) -> None:
        page.goto(f"{address}/people?q={search}")
        page.locator(".rows .row-link").first.click()
        if act:
            page.get_by_role("link", name=act).first.click()

    return walk


def _end_of_role(page: Page, address: str) -> None:
    _person("head.sgd")(page, address)
    page.get_by_role("link", name="Kết thúc Thủ trưởng đơn vị").click()


def _award(page: Page, address: str) -> None:
    page.goto(f"{address}/organisation/awards")
    page.get_by_role("link", name="đột xuất").first.click()


PICTURES = (
    Picture("inbox.png", "agency.appraiser", _first_item, (1280, 720)),
    Picture("pictures/phone.png", "agency.appraiser", _at("/inbox?filter=groups"), _PHONE),
    Picture("pictures/several.png", "agency.appraiser", _some_chosen, (1280, 580)),
    Picture("pictures/waiting.png", "clerk.sgd", _at("/inbox/waiting")),
    Picture("pictures/comments.png", "agency.appraiser", _dossier("Tổ hợp tác thêu", "/comments")),
    Picture("pictures/path.png", "agency.lead", _whole_path),
    Picture("pictures/ballots.png", "council.m1", _at("/ballots")),
    Picture("pictures/list.png", "clerk.sgd", _list_to_send),
    Picture("pictures/person.png", "admin", _person("agency.appraiser2")),
    Picture("pictures/end-of-role.png", "admin", _end_of_role),
    Picture("pictures/award.png", "admin", _award),
)
