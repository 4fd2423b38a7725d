"""The addresses of the administrator's pages about the house: units, clusters, councils, awards, rounds, imports."""

from pathlib import Path
from typing import Any

from addresses.whom import EVERYBODY, For
from factories import NOON, World
from service.commands.send_import import send_import
from service.db import transaction
from service.models import AwardKind, CouncilMembership
from service.sheets import Row, SheetProblem

HOUSE = For("admin", EVERYBODY)
_ASKING = ("index", "new", "page", "edit")
_FORMS = {
    "units": (*_ASKING, "move", "end"),
    "clusters": _ASKING,
    "councils": (*_ASKING, "asking", "ending"),
    "awards": ("index", "new", "page", "asking", "verifying", "ending"),
    "campaigns": ("index", "new", "edit"),
    "rounds": ("new", "edit"),
    "imports": ("index", "template", "page"),
    "organisation": ("index",),
}
_ACTS = {
    "units": ("create", "change", "place", "close"),
    "clusters": ("create", "change"),
    "councils": ("create", "change", "seat", "unseat"),
    "awards": ("create", "add", "verify", "end"),
    "campaigns": ("create", "change"),
    "rounds": ("create", "change"),
    "imports": ("send", "take", "drop"),
}
ROUTES = {f"GET {topic}.{name}": HOUSE for topic, names in _FORMS.items() for name in names} | {
    f"POST {topic}.{name}": HOUSE for topic, names in _ACTS.items() for name in names
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """What is there already, and a spreadsheet that was sent, with a row to mend."""
    row = Row(2, {"username": "moi", "name": "Người Mới", "unit": "SGD"})
    missing = SheetProblem("B3", "required", "Fill in “{title}”.", {"title": "Họ và tên"})
    bad = Row(3, {"username": "ai", "unit": "SGD"}, (missing,))
    with transaction(world.database) as session:
        sent = {"file_name": "danh-sach.xlsx", "sha256": "0" * 64}
        sheet = send_import(session, world.who("admin"), "people", [row, bad], **sent, now=NOON)
    return {
        "units.code": "SGD",
        "clusters.code": "K2",
        "councils.code": "HD",
        "councils.seat_id": world.all(CouncilMembership)[0].id,
        "awards.kind_id": world.all(AwardKind)[0].id,
        "campaigns.code": "xanh",
        "rounds.code": "2026_11",
        "imports.kind": "people",
        "imports.sheet_id": sheet.id,
    }
