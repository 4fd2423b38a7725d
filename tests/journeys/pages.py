"""The pages as people use them: by the labels they read and the buttons they press."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

NEXT = "Hoàn thành, sang việc tiếp theo"


def sign_in(page: Page, username: str) -> None:
    """Be one of the demo's people with one click on the sign-in page."""
    page.eval_on_selector_all(".people details", "folds => folds.forEach(fold => fold.open = true)")
    page.get_by_role("button", name=re.compile(rf"\b{re.escape(username)}$")).first.click()
    expect(page.locator(".account")).to_be_visible()


def go(page: Page, place: str) -> None:
    """Go to a place of the main navigation."""
    places = page.get_by_role("navigation", name="Điều hướng chính")
    places.get_by_role("link", name=re.compile(rf"^{place}(\s*\d+\+?)?$")).click()


def tab(page: Page, name: str) -> None:
    """Turn to a part of the dossier."""
    page.get_by_role("navigation", name="Các phần của hồ sơ").get_by_role("link", name=name).click()


def choose(page: Page, *options: str) -> None:
    """Choose options by the words their cards begin with."""
    for option in options:
        page.get_by_label(re.compile(rf"^\s*{re.escape(option)}")).first.check()


def unfold(page: Page, words: str) -> None:
    """Open what is folded under these words."""
    page.locator("summary", has_text=words).click()


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Answer questions by their labels: type, or choose from a list."""
    for label, answer in answers.items():
        field = page.get_by_label(re.compile(rf"^{re.escape(label)}( \(không bắt buộc\))?$"))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=answer)
        else:
            field.fill(answer)


def press(page: Page, button: str) -> None:
    """Press a button by what it says."""
    page.get_by_role("button", name=button, exact=True).click()


def open_item(page: Page, nominee: str) -> None:
    """Open the nominee's item in the list of the inbox."""
    page.locator(".list").get_by_role("link", name=nominee).click()
    expect(page.get_by_role("heading", level=1, name=nominee)).to_be_visible()


def flash(page: Page, words: str) -> None:
    """The page tells what was done."""
    expect(page.locator(".flash").first).to_contain_text(words)


def open_dossier(page: Page, nominee: str) -> None:
    """Find a dossier in the list of dossiers and open it."""
    go(page, "Hồ sơ")
    page.get_by_role("link", name=nominee).click()
    expect(page.get_by_role("heading", level=1, name=nominee)).to_be_visible()
