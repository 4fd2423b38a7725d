"""Pictures the demo's pages: for the manuals into docs/, and a round at 1440 and 390 px into test-results/screens/."""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

import docs_pictures
from sources import ROOT

PEOPLE = (
    "clerk.syt",
    "head.sgd",
    "agency.intake",
    "agency.appraiser",
    "council.secretary",
    "council.m1",
    "authority",
    "records",
    "admin",
)
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
PICTURES = ROOT / "test-results" / "screens"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def main() -> int:
    """Serve a demo of its own, and go round it. A page that breaks the content security policy fails the run."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    said: list[str] = []
    with _demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        docs_pictures.take(browser, address, _let_in)
        for size in SIZES:
            _go_round(browser, address, size, said)
        browser.close()
    sys.stdout.write(
        "".join(f"{line}\n" for line in (*said, f"{len(list(PICTURES.iterdir()))} pictures in {PICTURES}"))
    )
    return 1 if said else 0


@contextmanager
def _demo() -> Iterator[str]:
    with socket.socket() as free, tempfile.TemporaryDirectory() as data:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        free.close()
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--demo", "--port", port]
        server = subprocess.Popen(command, cwd=ROOT, env={"PATH": "/usr/bin:/bin", "VINHDANH_DATA_DIR": data})
        try:
            yield _when_ready(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def _when_ready(address: str) -> str:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/sign-in").close()
            return address
        except URLError:
            time.sleep(0.3)
    raise TimeoutError(address)


def _go_round(browser: Browser, address: str, size: str, said: list[str]) -> None:
    for person in PEOPLE:
        page = _sign_in(browser, address, size, person)
        page.on("console", lambda message: said.append(f"{message.location.get('url')}: {message.text}"))
        for link in _links(page, ".app > nav a"):
            _visit(page, size, person, link)
        page.context.close()


def _sign_in(browser: Browser, address: str, size: str, person: str) -> Page:
    width, height = SIZES[size]
    page = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN").new_page()
    page.goto(f"{address}/sign-in")
    if person == PEOPLE[0]:
        _picture(page, size, "sign-in")
    _let_in(page, person)
    return page


def _let_in(page: Page, person: str) -> None:
    if not page.url.startswith("http"):
        page.goto("/sign-in")
    page.fill("#username", person)
    page.fill("#password", "vinhdanh")
    page.keyboard.press("Enter")
    page.wait_for_selector(".app")


def _visit(page: Page, size: str, person: str, link: str) -> None:
    page.goto(link)
    _picture(page, size, f"{person}-{_name(link)}")
    for opened in _links(page, ".list .item, .rows .row-link")[:1]:
        page.goto(opened)
        _picture(page, size, f"{person}-{_name(link)}-open")
        for tab in _links(page, ".doc .sub a")[1:]:
            page.goto(tab)
            _picture(page, size, f"{person}-{_name(link)}-{_name(tab)}")


def _links(page: Page, selector: str) -> list[str]:
    return list(page.eval_on_selector_all(selector, "links => links.map(link => link.href)"))


def _name(link: str) -> str:
    words = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", link.split("://")[1].split("/", 1)[-1])
    return re.sub(r"\W+", "-", words).strip("-")[-40:] or "home"


def _picture(page: Page, size: str, name: str) -> None:
    if page.query_selector(".diagram"):
        page.wait_for_selector(".diagram[data-ready]", timeout=10_000)
    page.screenshot(path=PICTURES / f"{name}.{size}.png")


if __name__ == "__main__":
    sys.exit(main())
