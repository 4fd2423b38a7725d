"""Tasks that are done on a page of their own rather than in the act panel: long forms, sittings and ballots."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext

from service.queries.item import Work

LONG = 8
"""A form with more questions than this does not fit the act panel."""


class Room(NamedTuple):
    """Where to go, and what the button says."""

    url: str
    label: str


def room_of(work: Work) -> Room | None:
    """The page on which this item is done; None when that is the act panel."""
    if work.item.panel:
        return Room(url_for("ballots.sheet"), gettext("To the ballot sheet"))
    if work.item.element == "council_opening":
        return Room(url_for("council.agenda"), gettext("To the council's agenda"))
    if work.item.element == "proposal":
        return Room(url_for("new_dossier.proposal", code=work.dossier.code), gettext("Open the form"))
    if work.form is not None and len(work.form.fields) > LONG:
        return Room(url_for("items.page", item_id=work.item.id), gettext("Open the form"))
    return None
