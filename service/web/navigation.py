"""The way around: which places the person's roles open, for the navigation beside every page."""

from typing import NamedTuple

from flask import Flask, g, request, url_for
from flask_babel import gettext
from flask_login import current_user

from service.models import Role
from service.web import current

PLAIN = "plain_page"
"""Set in `g` for a page that must not ask who is looking: the database may be away."""
_SAME = {"items": "inbox", "path": "dossiers", "documents": "dossiers"}
"""Pages that belong to the place of another topic."""


class Place(NamedTuple):
    """One entry of the navigation."""

    title: str
    url: str
    here: bool


def set_up(app: Flask) -> None:
    """Give every template the person, the places, and whether this is the demo."""
    app.add_template_global(dossier_pages, "dossier_pages")

    @app.context_processor
    def everywhere() -> dict[str, object]:
        known = not g.get(PLAIN) and current_user.is_authenticated
        return {
            "me": current.actor() if known else None,
            "places": _places() if known else [],
            "demo": current.settings().demo,
        }


def dossier_pages(code: str) -> list[tuple[str, str, str]]:
    """The pages of a dossier: name, title, address."""
    wanted = [
        ("content", gettext("Content"), "dossiers.content"),
        ("documents", gettext("Documents"), "documents.page"),
        ("path", gettext("Path"), "path.page"),
        ("history", gettext("History"), "dossiers.history"),
    ]
    return [(name, title, url_for(endpoint, code=code)) for name, title, endpoint in wanted]


def _places() -> list[Place]:
    roles = current.actor().roles
    wanted = [
        (gettext("Inbox"), "inbox.page", True),
        (gettext("Dossiers"), "dossiers.index", True),
        (gettext("New dossier"), "new_dossier.form", Role.UNIT_CLERK in roles),
        (gettext("My ballots"), "ballots.sheet", Role.COUNCIL_MEMBER in roles),
        (gettext("Council"), "council.agenda", Role.COUNCIL_SECRETARY in roles),
    ]
    topic = _SAME.get(topic := (request.endpoint or "").split(".")[0], topic)
    return [
        Place(title, url_for(endpoint), topic == endpoint.split(".")[0])
        for title, endpoint, shown in wanted
        if shown
    ]
