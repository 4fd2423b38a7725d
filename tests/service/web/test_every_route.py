"""Every address of the application, as a stranger, as each person it is not for, and without the form's token."""

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
from werkzeug.routing import Rule

from browsing import Visitor, app_of, stranger, visitor
from factories import NOON, World, act, build_world, propose, walk
from service.commands.attach_documents import attach_documents
from service.commands.open_voting import open_voting
from service.db import connect, transaction
from service.demo.papers import pdf
from service.documents import Store, Upload
from service.web.security import PUBLIC

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
    "GET ballots.sheet": For(EVERYBODY),
    "POST ballots.cast": For(EVERYBODY),
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
}


@dataclass(frozen=True)
class Scene:
    """A dossier with a paper under appraisal, a proposal still in its unit, a sitting that votes; and everybody."""

    app: Flask
    world: World
    fill: dict[str, Any]
    draft: str
    bodies: dict[str, dict[str, Any]]
    people: dict[str, Visitor]

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


def test_a_stranger_is_asked_to_sign_in_everywhere(scene):
    visiting = stranger(scene.app)

    answers = {route: visiting.ask(_method(route), scene.address(route)) for route in ROUTES}

    assert {route: (answer.status_code, answer.location.split("?")[0]) for route, answer in answers.items()} == dict.fromkeys(
        ROUTES, (303, "/sign-in")
    )


def test_a_change_without_the_forms_token_is_refused(scene):
    lan = scene.people["lan"]
    changes = [route for route in [*ROUTES, "POST sign_in.enter"] if _method(route) == "POST"]

    answers = {route: lan.client.post(scene.address(route), data=scene.bodies.get(route)) for route in changes}

    assert {route: answer.status_code for route, answer in answers.items()} == dict.fromkeys(changes, 400)


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_answers_those_it_is_for_and_nobody_else(scene, route):
    allowed = ROUTES[route]
    asked = [name for name in scene.people if _method(route) == "GET" or name not in allowed.may.split()]

    answers = {
        name: scene.people[name].ask(_method(route), scene.address(route), scene.bodies.get(route)) for name in asked
    }

    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: _expected(name, allowed) for name in asked
    }


def test_a_ballot_of_somebody_else_is_not_cast(scene):
    theirs = scene.fill["ballot_id"]

    answer = scene.people["lan"].post("/ballots", {f"vote-{theirs}": "yes"})

    assert answer.status_code == 422
    assert theirs in [item.id for item in scene.world.items(scene.fill["voting_id"])]


def test_every_answer_keeps_browsers_strict(scene):
    lan, stylesheet = scene.people["lan"], scene.app.jinja_env.globals["asset"]
    with scene.app.test_request_context():
        static = stylesheet("app.css")
    answers = [lan.ask(_method(route), scene.address(route)) for route in ROUTES if route != "POST sign_in.leave"]
    answers += [lan.get("/no-such-page"), lan.get(static), lan.client.post("/inbox"), stranger(scene.app).get("/sign-in")]

    wrong = [
        (answer.request.path, name)
        for answer in answers
        for name, value in HEADERS.items()
        if answer.headers.get(name) != value
    ]

    assert wrong == []
    assert [answer.request.path for answer in answers if not _is_strict(answer.headers)] == []


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


def _is_strict(headers: Any) -> bool:
    """Our pages load from this site alone; a stranger's file runs nothing at all. Neither stands in others' frames."""
    rules = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].rstrip("; ").split(";"))
    scripts = rules.get("script-src", rules["default-src"])
    framed = {"DENY": "'none'", "SAMEORIGIN": "'self'"}[headers["X-Frame-Options"]]
    styles = rules.get("style-src", "'self'")
    return (
        scripts in ("'self'", "'none'")
        and (styles == "'self'" or scripts == "'none'")
        and rules["frame-ancestors"] == framed
    )


def _set(world: World, folder: Path) -> Scene:
    app = app_of(world, folder)
    draft, appraised, voting = propose(world), propose(world, name="Hoàng Thị Mận"), walk(world, "council_opening")
    paper = _attach(world, folder, appraised)
    walk(world, "appraisal", appraised)
    sitting = _open(world, voting)
    item, codes = world.item(appraised).id, {one: world.dossier(one).code for one in (draft, appraised)}
    fill = {"code": codes[appraised], "item_id": item, "document_id": paper, "sitting_id": sitting}
    ballot = next(one.id for one in world.items(voting) if one.assignee_id == world.people["m1"])
    people = {name: visitor(app, world, name) for name in EVERYBODY.split()}
    bodies = _bodies(world, item)
    return Scene(app, world, {**fill, "ballot_id": ballot, "voting_id": voting}, codes[draft], bodies, people)


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
        "POST council.open_vote": {"item": item, "held_on": "25/11/2026"},
        "POST documents.add": {"kind": "letter", "files": (BytesIO(pdf(["Tờ trình"])), "to-trinh.pdf")},
    }


def _attach(world: World, folder: Path, dossier_id: UUID) -> UUID:
    paper = Upload("letter", "to-trinh.pdf", BytesIO(pdf(["Tờ trình"])))
    clerk = world.who("lan")
    with transaction(world.database) as session:
        attached = attach_documents(session, Store(folder / "files"), clerk, dossier_id, [paper], now=NOON)
    return attached.kept[0].id


def _open(world: World, dossier_id: UUID) -> UUID:
    secretary, item = world.who("secretary"), world.item(dossier_id)
    with transaction(world.database) as session:
        return open_voting(session, secretary, [item.id], date(2026, 11, 25), now=NOON).id
