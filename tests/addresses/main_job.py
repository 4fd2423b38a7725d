"""The addresses of the main job: inbox, dossiers, documents, council, ballots."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from addresses.whom import CLERKS, EVERYBODY, PROVINCE, SECRETARY, UNIT, For
from factories import NOON, World, propose, walk
from paper import PDF
from service.commands.attach_documents import attach_documents
from service.commands.open_voting import open_voting
from service.db import transaction
from service.documents import Store, Upload, receive

PAPERS = For(PROVINCE)
ROUTES = {
    "GET inbox.page": For(EVERYBODY),
    "GET dossiers.index": For(EVERYBODY),
    "GET ballots.sheet": For("m1", EVERYBODY),
    "POST ballots.cast": For("m1", EVERYBODY),
    "POST sign_in.leave": For(EVERYBODY),
    "GET new_dossier.form": For(CLERKS, EVERYBODY),
    "POST new_dossier.create": For("lan", EVERYBODY),
    # A proposal that has not left its unit.
    "GET new_dossier.proposal": For(UNIT),
    "POST new_dossier.submit": For("lan", UNIT),
    # A dossier that is being appraised.
    "GET dossiers.content": PAPERS,
    "GET dossiers.history": PAPERS,
    "GET path.page": PAPERS,
    "GET path.diagram": PAPERS,
    "GET path.walk": PAPERS,
    "GET documents.page": PAPERS,
    "GET documents.look": PAPERS,
    "GET documents.file": PAPERS,
    "GET items.page": PAPERS,
    "POST items.complete": For("thu binh", PROVINCE),
    "POST items.draft": For("thu binh", PROVINCE),
    "POST items.claim": For("thu binh", PROVINCE),
    "POST items.release": For("", PROVINCE),
    "POST items.reassign": For("lead", PROVINCE),
    "POST documents.add": For("thu binh", PROVINCE),
    "POST documents.remove": For("", PROVINCE),
    "POST dossiers.withdraw": For("hung", PROVINCE),
    "POST dossiers.suspend": For("inspector lead", PROVINCE),
    "POST dossiers.resume": For("inspector lead", PROVINCE),
    # The council's table.
    "GET council.agenda": For(SECRETARY, EVERYBODY),
    "POST council.open_vote": For(SECRETARY, EVERYBODY),
    "GET council.sitting": For(SECRETARY, EVERYBODY),
    "POST council.close": For(SECRETARY, EVERYBODY),
}


def fill(world: World, folder: Path) -> dict[str, Any]:
    """A dossier with a paper under appraisal, a proposal still in its unit, and a sitting that votes."""
    draft, appraised, voting = propose(world), propose(world, name="Hoàng Thị Mận"), walk(world, "council_opening")
    paper = _attach(world, folder, appraised)
    walk(world, "appraisal", appraised)
    sitting = _open(world, voting)
    return {
        "code": world.dossier(appraised).code,
        "new_dossier.code": world.dossier(draft).code,
        "item_id": world.item(appraised).id,
        "document_id": paper,
        "sitting_id": sitting,
        "dossier_id": appraised,
        "ballot_id": next(one.id for one in world.items(voting) if one.assignee_id == world.people["m1"]),
        "voting_id": voting,
    }


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent where."""
    return {
        "POST new_dossier.create": {
            "award": "BK_TINH",
            "unit": world.places["SGD"],
            "kind": "individual",
            "name": "Lò Thị Páo",
        },
        "POST items.reassign": {"to": world.people["thu"], "reason": "Nghỉ phép"},
        "POST dossiers.withdraw": {"reason": "Nhầm người"},
        "POST dossiers.suspend": {"reason": "Xác minh đơn thư"},
        "POST council.open_vote": {"item": filled["item_id"], "held_on": "25/11/2026"},
        "POST documents.add": {"kind": "other", "files": PDF},
    }


def _attach(world: World, folder: Path, dossier_id: UUID) -> UUID:
    paper = Upload("other", "to-trinh.pdf", BytesIO(PDF))
    clerk, store = world.who("lan"), Store(folder / "files")
    with receive(store, [paper]) as received, transaction(world.database) as session:
        attached = attach_documents(session, store, clerk, dossier_id, received, now=NOON)
    return attached.kept[0].id


def _open(world: World, dossier_id: UUID) -> UUID:
    secretary, item = world.who("secretary"), world.item(dossier_id)
    with transaction(world.database) as session:
        return open_voting(session, secretary, [item.id], date(2026, 11, 25), now=NOON).id
