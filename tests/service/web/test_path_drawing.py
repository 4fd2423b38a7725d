"""The drawn path opens where the dossier stands, large enough to read, in a real browser."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from sources import ROOT

BUILD = ROOT / "service/web/static/build"
SITE = "http://path.test/"
PAGE = """<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>Đường đi</title>
<link rel="stylesheet" href="build/%(app.css)s"><link rel="stylesheet" href="build/%(path.css)s">
<script src="build/%(path.js)s" defer></script><button data-zoom="fit">Toàn sơ đồ</button>
<div class="diagram" data-diagram="diagram" data-walk="walk" data-times-text="{n} lần"
 data-here-text="Đang ở đây"></div>"""


@pytest.fixture
def path(page: Page) -> Page:
    """The page of a dossier that stands at its signature."""
    page.route(f"{SITE}**", _answer)
    return page


@pytest.mark.parametrize(("width", "scale"), [(1440, 1.0), (390, 0.85)])
def test_the_path_opens_at_a_size_to_read_around_where_the_dossier_stands(path: Page, width: int, scale: float) -> None:
    path.set_viewport_size({"width": width, "height": 900})

    path.goto(SITE)
    expect(path.locator(".diagram[data-ready]")).to_be_visible()

    assert _scale(path) == pytest.approx(scale)
    expect(path.locator("[data-element-id=signature]")).to_be_in_viewport(ratio=1)


def test_the_whole_diagram_is_one_click_away(path: Page) -> None:
    path.goto(SITE)
    expect(path.locator(".diagram[data-ready]")).to_be_visible()

    path.get_by_role("button", name="Toàn sơ đồ").click()

    for end in ("opened", "issued"):
        expect(path.locator(f"[data-element-id={end}]")).to_be_in_viewport(ratio=1)


def _scale(page: Page) -> float:
    return float(page.eval_on_selector(".djs-container .viewport", "e => e.getCTM().a"))


def _answer(route: Route) -> None:
    place = route.request.url.removeprefix(SITE)
    if place.startswith("build/"):
        route.fulfill(path=BUILD / place.removeprefix("build/"))
    elif place == "diagram":
        route.fulfill(path=ROOT / "bpmn/award.bpmn", content_type="application/xml")
    elif place == "walk":
        route.fulfill(json={"walked": {"proposal": 1, "appraisal": 2}, "here": ["signature"]})
    else:
        names = json.loads((BUILD / "manifest.json").read_text())
        route.fulfill(body=PAGE % names, content_type="text/html; charset=utf-8")
