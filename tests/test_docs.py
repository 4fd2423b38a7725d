"""What is written for people is true: every link leads somewhere, every setting and every make target is told."""

import re
from pathlib import Path

import pytest

from docs_pictures import DOCS, PICTURES
from service.config import NAMES, PREFIX
from sources import ROOT

PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LABEL = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
WORDED = (
    ("service/web/translations/vi", "*.po"),
    ("service/data", "*.json"),
    ("service/data", "*.yaml"),
    ("forms", "*.json"),
    ("bpmn", "*.bpmn"),
)
HEAVIEST = 200 * 1024

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@each_page
def test_every_link_and_picture_is_there(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]

    assert [link for link in links if not _leads_somewhere(page, link)] == []


def test_every_picture_is_shown_light_and_made_by_the_program() -> None:
    shown = {
        (page.parent / link).resolve()
        for page in PAGES
        for link in LINK.findall(page.read_text())
        if link.endswith(".png")
    }
    made = {DOCS / picture.file for picture in PICTURES}

    assert shown == made == set(DOCS.rglob("*.png"))
    assert [path.name for path in made if path.stat().st_size > HEAVIEST] == []


@pytest.mark.parametrize("page", ["reviewers.md", "administrators.md"])
def test_every_label_is_named_as_it_stands_on_the_pages(page: str) -> None:
    labels = LABEL.findall((DOCS / page).read_text())
    shown = "\n".join(path.read_text() for folder, kind in WORDED for path in (ROOT / folder).rglob(kind))

    assert len(labels) > 20
    assert [label for label in labels if label not in shown] == []


def test_operators_are_told_every_setting() -> None:
    told = (DOCS / "operators.md").read_text()

    assert [name for name in NAMES if f"`{PREFIX}{name}`" not in told] == []


def test_every_make_target_is_told() -> None:
    told = "\n".join(page.read_text() for page in PAGES)
    targets = re.findall(r"^([a-z0-9]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert len(targets) > 5
    assert [target for target in targets if f"`make {target}`" not in told] == []


def test_every_setting_that_is_told_exists() -> None:
    told = {name for page in PAGES for name in re.findall(rf"`{PREFIX}([A-Z_]+)", page.read_text())}

    assert told - set(NAMES) == set()


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not anchor or anchor in {_anchor(heading) for heading in HEADING.findall(target.read_text())}


def _anchor(heading: str) -> str:
    """What a heading is called in an address."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
