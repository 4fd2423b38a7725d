"""The addresses of the administrator's pages about the house: units, clusters, councils, awards, rounds, imports."""

from pathlib import Path
from typing import Any
from uuid import UUID

from addresses.whom import EVERYBODY, For
from factories import NOON, World
from service.commands.add_cluster import add_cluster
from service.commands.send_import import send_import
from service.db import reading, transaction
from service.imports import PEOPLE, columns_for
from service.models import AwardKind, CouncilMembership
from service.organisation.award_rules import typed_of
from service.sheets import Row, SheetProblem, write

HOUSE = For("admin", EVERYBODY)
_ASKING = ("index", "new", "page", "edit")
_FORMS = {
    "units": (*_ASKING, "move", "end"),
    "clusters": _ASKING,
    "councils": (*_ASKING, "asking", "ending"),
    "awards": ("index", "new", "page", "asking", "verifying", "ending"),
    "campaigns": ("index", "new", "edit"),
    "rounds": ("new", "edit"),
    "imports": ("index", "template", "page", "progress"),
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
BASIS = "Nghị quyết số 12/NQ-HĐND"
ROUTES = {f"GET {topic}.{name}": HOUSE for topic, names in _FORMS.items() for name in names} | {
    f"POST {topic}.{name}": HOUSE for topic, names in _ACTS.items() for name in names
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """What is there already, and a spreadsheet that was sent, with a row to mend."""
    row = Row(2, {"username": "moi", "name": "Người Mới", "unit": "SGD"})
    missing = SheetProblem("B3", "required", "Fill in “{title}”.", {"title": "Họ và tên"})
    bad = Row(3, {"username": "ai", "unit": "SGD"}, (missing,))
    with transaction(world.database) as session:
        add_cluster(session, None, {"code": "K3", "kind": "khoi", "name": "Khối ba", "basis": BASIS}, now=NOON)
        sent = {"file_name": "danh-sach.xlsx", "sha256": "0" * 64}
        sheet = send_import(session, world.who("admin"), "people", [row, bad], **sent, now=NOON)
    return {
        "units.code": "SGD",
        "clusters.code": "K2",
        "councils.code": "HD",
        "councils.seat_id": world.all(CouncilMembership)[0].id,
        "awards.kind_id": next(one.id for one in world.all(AwardKind) if one.code == "BK_TINH"),
        "campaigns.code": "xanh",
        "rounds.code": "2026_11",
        "imports.kind": "people",
        "imports.sheet_id": sheet.id,
    }


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent where."""
    last = {"last_day": "30/11/2026"}
    since = {"valid_from": "01/12/2026"}
    names = {"units": "Sở Học", "clusters": "Khối chín", "councils": "Hội đồng cơ sở", "campaigns": "Sáng kiến"}
    acts = {
        "units.create": {"code": "xts", "kind": "commune", "name": "Xã Tà Sùa", **since},
        "units.change": {"kind": "department", "name": names["units"]},
        "units.place": {"cluster": "K3", **since},
        "units.close": {"successor": "SYT", "roles": "hand_over", **last},
        "clusters.create": {"code": "k9", "kind": "khoi", "name": names["clusters"]},
        "clusters.change": {"kind": "khoi", "name": names["clusters"]},
        "councils.create": {"code": "cs", "name": names["councils"]},
        "councils.change": {"name": names["councils"]},
        "councils.seat": {"person": world.people["vice"], "seat": "member", **since},
        "councils.unseat": last,
        "awards.verify": {"compared_by": "Hà Văn Luật"},
        "awards.end": last,
        "campaigns.create": {"code": "sang_tao", "name": names["campaigns"], **since},
        "campaigns.change": {"name": names["campaigns"], **since},
        "rounds.create": {"code": "r1", "name": "Đợt 1", "intake_from": "01/01/2027", "intake_to": "01/02/2027"},
        "rounds.change": {"name": "Đợt cuối năm", "intake_from": "01/07/2025", "intake_to": "15/12/2026"},
    }
    rules = _rules(world, filled["awards.kind_id"]) | since
    new = {"code": "moi", **rules, "name": "Giấy khen", "name_en": "Certificate"}
    return {
        **{f"POST {act}": {"basis": BASIS, **fields} for act, fields in acts.items()},
        "POST awards.create": new,
        "POST awards.add": rules | {"threshold": "75"},
        "POST imports.send": {"file": _table(world)},
    }


def _rules(world: World, kind_id: UUID) -> dict[str, Any]:
    """The award's rules as its form has them."""
    with reading(world.database) as session:
        typed = typed_of(session.get_one(AwardKind, kind_id))
    return {name: value for name, value in typed.items() if value is not None} | {
        "decided_by": "province_chair",
        "legal_basis": BASIS,
    }


def _table(world: World) -> bytes:
    """A spreadsheet with one person."""
    with reading(world.database) as session:
        return write(columns_for(session, PEOPLE), [{"username": "moi", "name": "Mới", "unit": "SGD"}], title="Bảng")
