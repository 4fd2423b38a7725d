"""A served province, and people who sign in to it with a browser each."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.eyes import WIDE, Eyes
from journeys.pages import sign_in
from serving import Site, demo_people_at_work

Enter = Callable[[str], Page]

_PATIENCE = 20_000
"""Milliseconds for a page: the machine may have other tests to run."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The province at noon, with its people and no dossier."""
    with demo_people_at_work(tmp_path_factory.mktemp("province")) as served:
        yield served


@pytest.fixture
def eyes() -> Iterator[Eyes]:
    """Whoever looks at the pages; at the end there must be nothing to complain of."""
    eyes = Eyes()
    yield eyes
    assert "\n".join(eyes.complaints) == ""


@pytest.fixture
def enter(browser: Browser, site: Site, eyes: Eyes) -> Iterator[Enter]:
    """Sign somebody in; a person who was here before finds their browser as they left it."""
    pages: dict[str, Page] = {}
    expect.set_options(timeout=_PATIENCE)

    def _enter(username: str) -> Page:
        if username not in pages:
            context = browser.new_context(viewport=WIDE, locale="vi-VN", base_url=site.address)
            context.set_default_timeout(_PATIENCE)
            eyes.watch(context)
            page = pages[username] = context.new_page()
            page.goto("/")
            eyes.look(page, "signing in")
            sign_in(page, username)
        return pages[username]

    yield _enter
    for page in pages.values():
        page.context.close()
