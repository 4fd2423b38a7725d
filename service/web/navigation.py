"""The way around: which places the person's roles open, for the navigation beside every page."""

from typing import NamedTuple

from flask import Flask, g, request, url_for
from flask_babel import gettext
from flask_login import current_user

from service.db import reading
from service.models import Role
from service.permissions import DELEGABLE
from service.queries.inbox import Counts, count_inbox
from service.web import current
from service.web.words import counted

PLAIN = "plain_page"
"""Set in `g` for a page that must not ask who is looking: the database may be away."""
_COUNTS = "counts"
_SAME = {
    "path": "dossiers",
    "documents": "dossiers",
    "comments": "dossiers",
    **dict.fromkeys(("items", "recalls", "bulk", "filters", "waiting"), "inbox"),
    **dict.fromkeys(("people_roles", "people_standing"), "people"),
    "absences": "delegations",
    **dict.fromkeys(("units", "clusters", "councils", "awards", "campaigns", "rounds", "imports"), "organisation"),
}
"""Pages that belong to the place of another topic."""


class Place(NamedTuple):
    """One entry of the navigation."""

    title: str
    url: str
    here: bool
    waiting: int | None = None
    """How many things wait there; None where nothing is counted."""
    counted_as: str = ""
    """What that number is called among those that are counted anew."""

    @property
    def number(self) -> str:
        """The same for people; nothing where nothing is counted."""
        return "" if self.waiting is None else counted(self.waiting)


def set_up(app: Flask) -> None:
    """Give every template the person, the places, and whether this is the demo."""
    app.add_template_global(dossier_pages, "dossier_pages")

    @app.context_processor
    def everywhere() -> dict[str, object]:
        known = not g.get(PLAIN) and current_user.is_authenticated
        return {
            "me": current.actor() if known else None,
            "places": _places() if known else [],
            "bell": _counts() if known else None,
            "demo": current.settings().demo,
        }


def dossier_pages(code: str) -> list[tuple[str, str, str]]:
    """The pages of a dossier: name, title, address."""
    wanted = [
        ("content", gettext("Content"), "dossiers.content"),
        ("documents", gettext("Documents"), "documents.page"),
        ("path", gettext("Path"), "path.page"),
        ("comments", gettext("Comments"), "comments.page"),
        ("history", gettext("History"), "dossiers.history"),
    ]
    return [(name, title, url_for(endpoint, code=code)) for name, title, endpoint in wanted]


def know(counts: Counts) -> None:
    """Spare the navigation its own look: the page has counted already."""
    setattr(g, _COUNTS, counts)


def _places() -> list[Place]:
    roles, counts = current.actor().roles, _counts()
    wanted = [
        (gettext("Inbox"), "inbox.page", True, counts.mine + counts.groups),
        (gettext("Dossiers"), "dossiers.index", True, None),
        (gettext("New dossier"), "new_dossier.form", Role.UNIT_CLERK in roles, None),
        (gettext("Lists"), "lists.index", Role.UNIT_CLERK in roles, None),
        (gettext("My ballots"), "ballots.sheet", Role.COUNCIL_MEMBER in roles or counts.ballots, counts.ballots),
        (gettext("Council"), "council.agenda", Role.COUNCIL_SECRETARY in roles, None),
        (gettext("Delegation and leave"), "delegations.page", _lends(), None),
        (gettext("People"), "people.index", Role.SYS_ADMIN in roles, None),
        (gettext("Organisation"), "organisation.index", Role.SYS_ADMIN in roles, None),
        (gettext("Other systems"), "webhooks.index", Role.SYS_ADMIN in roles, None),
        (gettext("Operations"), "operations.page", Role.SYS_ADMIN in roles, None),
    ]
    topic = _SAME.get(topic := (request.endpoint or "").split(".")[0], topic)
    return [
        Place(title, url_for(endpoint), topic == endpoint.split(".")[0], waiting, endpoint.split(".")[0])
        for title, endpoint, shown, waiting in wanted
        if shown
    ]


def _lends() -> bool:
    """Whether the person holds a role that somebody may hold in their place, or acts in somebody's place."""
    return any(seat.role in DELEGABLE for seat in current.actor().seats)


def _counts() -> Counts:
    """What waits for the person, in one statement a page."""
    if _COUNTS not in g:
        with reading(current.database()) as database:
            know(count_inbox(database, current.actor(), today=current.today()))
    counts: Counts = g.get(_COUNTS)
    return counts
