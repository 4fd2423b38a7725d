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
from service.commands.cast_ballots import cast_ballots
from service.commands.claim_task import claim_task
from service.commands.open_voting import open_voting
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.demo.papers import pdf
from service.documents import Store, Upload, receive
from usual_answers import USUAL

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
    "POST items.release": For("thu binh", PROVINCE),
    "POST items.reassign": For("lead", PROVINCE),
    "POST documents.add": For("thu binh", PROVINCE),
    "POST documents.remove": For("lan", UNIT),
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
    """Dossiers with papers in the unit and under appraisal, one taken, one suspended; sittings to open and to close."""
    draft, appraised, voting = propose(world), propose(world, name="Hoàng Thị Mận"), walk(world, "council_opening")
    paper, own_paper = _attach(world, folder, appraised), _attach(world, folder, draft)
    walk(world, "appraisal", appraised)
    held, stopped = (walk(world, "appraisal", propose(world, name=name)) for name in ("Cứ A Sáng", "Mùa Thị Ca"))
    waiting, voted = (walk(world, "council_opening", propose(world, name=name)) for name in ("Hà Thị Xa", "Lù A Páo"))
    _hold(world, held, stopped)
    sitting = _open(world, voting)
    return {
        "code": world.dossier(appraised).code,
        "new_dossier.code": world.dossier(draft).code,
        "item_id": world.item(appraised).id,
        "document_id": paper,
        "sitting_id": sitting,
        "dossier_id": appraised,
        "ballot_id": _ballot(world, voting, "m1"),
        "voting_id": voting,
        "items.release.item_id": world.item(held).id,
        "documents.remove.code": world.dossier(draft).code,
        "documents.remove.document_id": own_paper,
        "dossiers.resume.code": world.dossier(stopped).code,
        "council.close.sitting_id": _voted(world, voted),
        "opening_id": world.item(waiting).id,
    }


def bodies(world: World, filled: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is sent where."""
    return {
        "POST ballots.cast": {f"vote-{filled['ballot_id']}": "yes"},
        "POST new_dossier.create": {
            "award": "BK_TINH",
            "unit": world.places["SGD"],
            "kind": "individual",
            "name": "Lò Thị Páo",
        },
        "POST new_dossier.submit": USUAL["proposal"],
        "POST items.complete": USUAL["appraisal"],
        "POST items.draft": {"note": "Còn thiếu"},
        "POST items.reassign": {"to": world.people["thu"], "reason": "Nghỉ phép"},
        "POST dossiers.withdraw": {"reason": "Nhầm người"},
        "POST dossiers.suspend": {"reason": "Xác minh đơn thư"},
        "POST council.open_vote": {"item": filled["opening_id"], "held_on": "26/11/2026"},
        "POST documents.add": {"kind": "other", "files": pdf(["Biên bản họp"])},
    }


def _hold(world: World, held: UUID, stopped: UUID) -> None:
    """The one is taken by an appraiser, the other suspended."""
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), world.item(held).id, now=NOON)
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), stopped, "Xác minh đơn thư", now=NOON)


def _voted(world: World, dossier_id: UUID) -> UUID:
    """A sitting that has its quorum, and one member missing."""
    sitting = _open(world, dossier_id)
    for name in ("m1", "m2"):
        with transaction(world.database) as session:
            cast_ballots(session, world.who(name), {_ballot(world, dossier_id, name): "yes"}, now=NOON)
    return sitting


def _ballot(world: World, dossier_id: UUID, name: str) -> UUID:
    return next(one.id for one in world.items(dossier_id) if one.assignee_id == world.people[name])


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
