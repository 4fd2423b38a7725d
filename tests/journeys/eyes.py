"""What is looked at on every page: axe, the console, the language, and whether it fits a phone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from sources import ROOT

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
CATALOGUE = ROOT / "service/web/translations/vi/LC_MESSAGES/messages.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
_REFUSED = re.compile("the server responded with a status of 4(04|09|22)")
_TAGGED = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass
class Eyes:
    """Gathers complaints about pages; each kind of page is looked at once."""

    complaints: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        """Listen to the console of every page of this browser."""
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def look(self, page: Page, name: str) -> None:
        """Look at this kind of page, unless it has been looked at before."""
        if name in self.seen:
            return
        self.seen.add(name)
        found = [*_barriers(page), *_english(page), *_language(page), *_sideways(page)]
        self.complaints += [f"{name}: {complaint}" for complaint in found]

    def _heard(self, message: ConsoleMessage) -> None:
        """A refusal is what some pages are about; a missing part of a page never is."""
        refusal = _REFUSED.search(message.text) and "/static/" not in message.location["url"]
        if not refusal:
            self.complaints.append(f"console: {message.type}: {message.text} {message.location['url']}")


def _barriers(page: Page) -> Iterable[str]:
    results = Axe().run(page, options={"runOnly": list(_TAGGED), "resultTypes": ["violations"]})
    for violation in results.response["violations"]:
        where = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        yield f"axe {violation['id']}: {violation['help']} at {where}"


def _english(page: Page) -> Iterable[str]:
    shown = page.inner_text("body") + "\n" + page.title()
    for words in _msgids(CATALOGUE):
        # Not the "cluster" of the user name cluster.k1.
        if words in shown and re.search(rf"(?<!\w){re.escape(words)}(?!\w|\.\w)", shown):
            yield f"English: {words}"


def _language(page: Page) -> Iterable[str]:
    if page.get_attribute("html", "lang") != "vi":
        yield "the page does not say that it is Vietnamese"


def _sideways(page: Page) -> Iterable[str]:
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    if width > PHONE["width"]:
        yield f"{width} px wide on a phone"


def _msgids(catalogue: Path) -> list[str]:
    """The English of everything that has Vietnamese words of its own; of a template the longest part."""
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    texts = [(_first(message.id), _first(message.string)) for message in messages]
    parts = [max(_PLACEHOLDER.split(english), key=len).strip() for english, ours in texts if ours and ours != english]
    return [part for part in parts if len(part) > 3 and part.isascii()]


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]
