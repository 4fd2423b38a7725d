"""The pages in the dark: every word stands out from its ground, the drawing too; paper stays white."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select, update

from factories import NOON
from journeys.eyes import WIDE
from service import permissions
from service.clock import local_date
from service.commands.open_dossier import open_dossier
from service.commands.start_second_factor import start_second_factor
from service.db import transaction
from service.identity import Checked
from service.models import Person, RoleGrant
from serving import Site

PLACES = ("/inbox", "/dossiers", "/dossiers/new", "/account", "/notices", "/delegations", "/lists")
PARTS = ("", "/documents", "/path", "/history", "/proposal")
GROUND = "getComputedStyle(document.body).backgroundColor"
DARK, WHITE = "rgb(20, 24, 29)", "rgb(255, 255, 255)"


@pytest.fixture
def dark(browser: Browser, site: Site) -> Iterator[Page]:
    """A clerk who chose dark, with a proposal to write and a second factor to confirm."""
    page = browser.new_context(viewport=WIDE, base_url=site.address).new_page()
    _furnish(site)
    page.goto("/sign-in")
    yield page
    page.context.close()


def test_every_word_stands_out_in_the_dark(dark: Page) -> None:
    dark.context.add_cookies([{"name": "vinhdanh_theme", "value": "dark", "url": dark.url}])
    faint = {url: _faint(dark, url) for url in ("/sign-in", "/password-reset", "/password-reset/none")}
    _sign_in(dark, "clerk.sgd")

    faint |= {url: _faint(dark, url) for url in (*PLACES, *(f"/dossiers/{_code(dark)}{part}" for part in PARTS))}
    faint["/nowhere"] = _faint(dark, "/nowhere")

    assert {url: found for url, found in faint.items() if found} == {}


def test_the_browsers_own_wish_is_followed_and_paper_is_always_white(dark: Page) -> None:
    dark.emulate_media(color_scheme="dark")
    grounds = [dark.evaluate(GROUND)]
    _sign_in(dark, "clerk.sgd")
    for wish in ("dark", "light"):
        dark.emulate_media(color_scheme=wish)
        grounds.append(dark.evaluate(GROUND))
    dark.emulate_media(media="print")
    grounds.append(dark.evaluate(GROUND))

    assert grounds == [DARK, DARK, DARK, WHITE]


def _furnish(site: Site) -> None:
    with transaction(site.database) as session:
        session.execute(update(Person).values(theme="dark"))
        person = session.scalars(select(Person).where(Person.username == "clerk.sgd")).one()
        clerk = permissions.actor_of(session, person.id, today=local_date(NOON))
        assert clerk is not None
        unit = session.scalars(select(RoleGrant.scope_id).where(RoleGrant.person_id == person.id)).first()
        how = {"award_kind": "BK_TINH", "unit_id": unit, "nominee_kind": "individual", "nominee_name": "Lò Thị Páo"}
        open_dossier(session, clerk, **how, now=NOON)
        start_second_factor(session, clerk, Checked(clerk.username, "10.0.0.1", person_id=clerk.id), now=NOON)


def _sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in")
    page.fill("#username", username)
    page.fill("#password", "vinhdanh")
    page.keyboard.press("Enter")
    page.wait_for_selector(".app")


def _code(page: Page) -> str:
    page.goto("/dossiers")
    return str(page.locator(".code").first.inner_text())


def _faint(page: Page, url: str) -> list[str]:
    page.goto(url)
    if page.query_selector(".diagram"):
        page.wait_for_selector(".diagram[data-ready]")
    if page.query_selector("details.account"):
        page.click("details.account summary")
    assert page.evaluate(GROUND) == DARK
    found = Axe().run(page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]})
    return [node["html"][:120] for one in found.response["violations"] for node in one["nodes"]]
