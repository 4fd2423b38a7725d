"""Every address of the application on real dossiers, asked for by each person: whom it is for, and whom not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from factories import NOON, World, build_world, propose, walk
from paper import PDF
from service.commands.attach_documents import attach_documents
from service.commands.open_voting import open_voting
from service.db import connect, transaction
from service.documents import Store, Upload, receive
from service.models import WorkItem
from service.web.security import PUBLIC
from visits import Visitor, site, visitor

UNIT = "lan hung"
PROVINCE = f"{UNIT} minh hoa intake thu binh lead secretary chair vice records inspector auditor"
EVERYBODY = f"{PROVINCE} mai son m1 admin publisher stranger"
CLERKS, SECRETARY = "lan mai", "secretary"


class For(NamedTuple):
    """Who may ask, and who may know of it without being allowed to: 403. To everybody else it is not there: 404."""

    may: str
    know: str = ""


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
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}.items()


@dataclass(frozen=True)
class Scene:
    """A dossier with a paper under appraisal, a proposal still in its unit, a sitting that votes; and everybody."""

    app: Flask
    world: World
    fill: dict[str, Any]
    draft: str
    bodies: dict[str, dict[str, Any]]
    people: dict[str, Visitor]
    tokens: dict[str, str]

    def ask(self, name: str, route: str) -> TestResponse:
        """The person opens the page, or sends its form."""
        method, client = route.split()[0], self.people[name].client
        fields = {"csrf_token": self.tokens[name], **self.bodies.get(route, {})} if method == "POST" else {}
        if "files" in fields:
            fields["files"] = (BytesIO(PDF), "to-trinh.pdf")
        return client.open(self.address(route), method=method, data=fields, buffered=True)

    def send(self, name: str, address: str, fields: dict[str, Any]) -> TestResponse:
        """The person sends a form."""
        return self.people[name].client.post(address, data={**fields, "csrf_token": self.tokens[name]})

    def address(self, route: str, **changes: object) -> str:
        """The route's address, on the scene's own dossier."""
        endpoint = route.split()[1]
        rule = next(self.app.url_map.iter_rules(endpoint))
        values = {name: self.fill[name] for name in rule.arguments} | changes
        if endpoint.startswith("new_dossier.") and "code" in rule.arguments:
            values["code"] = self.draft
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **values)


@pytest.fixture(scope="module")
def scene(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("scene")
    copyfile(migrated_sqlite, folder / "scene.db")
    world = build_world(connect(f"sqlite:///{folder / 'scene.db'}"), members=3)
    yield _set(world, folder)
    world.database.dispose()


def test_every_route_is_placed(scene):
    assert {_name(rule) for rule in _guarded(scene.app)} == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_answers_those_it_is_for_and_nobody_else(scene, route):
    allowed = ROUTES[route]
    asked = [name for name in scene.people if _method(route) == "GET" or name not in allowed.may.split()]

    answers = {name: scene.ask(name, route) for name in asked}

    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: _expected(name, allowed) for name in asked
    }


@pytest.mark.parametrize("verb", ["complete", "draft", "claim", "release", "reassign"])
def test_a_task_that_is_done_is_told_only_to_those_who_may_know_of_it(scene, verb):
    dossier_id = scene.fill["dossier_id"]
    done = next(item for item in scene.world.all(WorkItem) if item.dossier_id == dossier_id and item.closed_at)

    answers = {
        name: scene.send(name, f"/items/{done.id}/{verb}", scene.bodies["POST items.reassign"]).status_code
        for name in ("lan", "intake", "m1", "mai", "stranger")
    }

    assert answers == {"lan": 409, "intake": 409, "m1": 404, "mai": 404, "stranger": 404}


def test_a_ballot_of_somebody_else_is_not_cast(scene):
    theirs = scene.fill["ballot_id"]

    answer = scene.people["lan"].post("/ballots", {f"vote-{theirs}": "yes"})

    assert answer.status_code == 403
    assert theirs in [item.id for item in scene.world.items(scene.fill["voting_id"])]


def test_every_answer_keeps_browsers_strict(scene):
    answers = [
        scene.ask("lan", route) for route in ROUTES if route not in ("POST sign_in.leave", "POST new_dossier.create")
    ]

    assert {answer.request.path for answer in answers if not _is_strict(answer.headers)} == set()


def _guarded(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC]


def _name(rule: Rule) -> str:
    return f"{'POST' if 'POST' in (rule.methods or ()) else 'GET'} {rule.endpoint}"


def _method(route: str) -> str:
    return route.split()[0]


def _expected(name: str, allowed: For) -> int:
    if name in allowed.may.split():
        return 200
    return 403 if name in allowed.know.split() else 404


def _is_strict(headers: Headers) -> bool:
    """Our pages load from this site alone; a stranger's file runs nothing at all. Neither stands in others' frames."""
    rules = dict(part.split(maxsplit=1) for part in headers["Content-Security-Policy"].rstrip("; ").split("; "))
    scripts = rules.get("script-src", rules["default-src"])
    styles = rules.get("style-src", rules["default-src"])
    framed = {"DENY": "'none'", "SAMEORIGIN": "'self'"}[headers["X-Frame-Options"]]
    return (
        all(headers.get(name) == value for name, value in HEADERS)
        and (scripts == "'none'" or scripts == styles == "'self'")
        and rules["frame-ancestors"] == framed
    )


def _set(world: World, folder: Path) -> Scene:
    app = site(world, folder)
    draft, appraised, voting = propose(world), propose(world, name="Hoàng Thị Mận"), walk(world, "council_opening")
    paper = _attach(world, folder, appraised)
    walk(world, "appraisal", appraised)
    sitting = _open(world, voting)
    item, codes = world.item(appraised).id, {one: world.dossier(one).code for one in (draft, appraised)}
    fill = {"code": codes[appraised], "item_id": item, "document_id": paper, "sitting_id": sitting}
    ballot = next(one.id for one in world.items(voting) if one.assignee_id == world.people["m1"])
    fill |= {"dossier_id": appraised, "ballot_id": ballot, "voting_id": voting}
    people = {name: visitor(app, world, name) for name in EVERYBODY.split()}
    tokens = {name: visiting.token() for name, visiting in people.items()}
    return Scene(app, world, fill, codes[draft], _bodies(world, item), people, tokens)


def _bodies(world: World, item: UUID) -> dict[str, dict[str, Any]]:
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
        "POST council.open_vote": {"item": item, "held_on": "25/11/2026"},
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
