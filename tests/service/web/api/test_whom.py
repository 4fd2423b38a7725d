"""Every call on real dossiers, made with each person's token: whom it is for, and whom not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from addresses.whom import EVERYBODY, PROVINCE, For
from calling import System, ballot_of, system, token_of
from factories import NOON, World, build_world, propose, walk
from service.commands.end_token import end_token
from service.db import connect, transaction
from service.models import Person, WorkItem
from service.web.current import CALLS
from service.web.security import PUBLIC
from visits import site, visitor

PAPERS = For(PROVINCE)
READERS_ONLY = "inspector auditor"
CALLED = {
    "GET /task": For(EVERYBODY),
    "GET /task/count": For(EVERYBODY),
    "GET /task/<uuid:task_id>": PAPERS,
    "GET /task/<uuid:task_id>/form": PAPERS,
    "POST /task/<uuid:task_id>/claim": For("thu binh", PROVINCE),
    "POST /task/<uuid:task_id>/unclaim": For("", PROVINCE),
    "POST /task/<uuid:task_id>/assignee": For("lead", PROVINCE),
    "POST /task/<uuid:task_id>/complete": For("thu binh", PROVINCE),
    "POST /task/<uuid:task_id>/comment": For(PROVINCE, READERS_ONLY),
    "GET /dossier": For(EVERYBODY),
    "POST /dossier": For("lan", EVERYBODY),
    "GET /dossier/<code>": PAPERS,
    "GET /dossier/<code>/history": PAPERS,
    "POST /dossier/<code>/withdraw": For("hung", PROVINCE),
    "GET /dossier/<code>/attachment": PAPERS,
    "POST /dossier/<code>/attachment": For("thu binh", PROVINCE),
    "GET /attachment/<uuid:attachment_id>": PAPERS,
    "GET /process-definition": For(EVERYBODY),
    "GET /process-definition/<key>/xml": For(EVERYBODY),
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /task/<uuid:task_id>/assignee": {"userId": "thu", "reason": "Nghỉ phép"},
    "POST /task/<uuid:task_id>/complete": {"outcome": "return"},
    "POST /task/<uuid:task_id>/comment": {"message": "Đã đọc."},
    "POST /dossier": {"award": "BK_TINH", "unit": "SGD", "nominee": {"kind": "individual", "name": "Lò Thị Páo"}},
    "POST /dossier/<code>/withdraw": {"reason": "Nhầm người"},
}


@dataclass(frozen=True)
class Scene:
    """A dossier with a paper under appraisal, a vote that is open, and everybody's systems."""

    app: Flask
    world: World
    values: dict[str, str]
    done: str
    ballot: str
    systems: dict[str, System]

    def call(self, who: System, route: str) -> TestResponse:
        """The system makes the call on the scene's own dossier."""
        path = route.split()[1]
        for name, value in self.values.items():
            path = path.replace(name, value)
        if route == "POST /dossier/<code>/attachment":
            return who.attach(self.values["<code>"])
        return who.get(path) if route.startswith("GET") else who.post(path, BODIES.get(route))


@pytest.fixture(scope="module")
def scene(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("scene")
    copyfile(migrated_sqlite, folder / "scene.db")
    world = build_world(connect(f"sqlite:///{folder / 'scene.db'}"), members=3)
    yield _set(world, folder)
    world.database.dispose()


def test_every_call_is_placed(scene):
    rules = [one for one in scene.app.url_map.iter_rules() if one.rule.startswith(CALLS)]

    placed = {f"{_verb(one)} {one.rule.removeprefix('/api/v1')}" for one in rules if one.endpoint not in PUBLIC}

    assert placed == set(CALLED)


@pytest.mark.parametrize("route", CALLED)
def test_a_call_answers_those_it_is_for_and_nobody_else(scene, route):
    allowed = CALLED[route]
    asked = [name for name in EVERYBODY.split() if route.startswith("GET") or name not in allowed.may.split()]

    answers = {name: scene.call(scene.systems[name], route).status_code for name in asked}

    assert answers == {name: _expected(name, allowed) for name in asked}


def test_without_a_living_token_no_call_is_answered(scene):
    revoked, expired = token_of(scene.world, "thu"), token_of(scene.world, "thu", now=NOON - timedelta(days=2), days=1)
    with transaction(scene.world.database) as session:
        end_token(session, scene.world.who("thu"), revoked.id, now=NOON)
    texts = (None, "vd_" + "x" * 43, "x", revoked.text, expired.text)
    strangers = [System(scene.app, text, address="203.0.113.7") for text in texts]

    answers = {(route, number): scene.call(who, route) for route in CALLED for number, who in enumerate(strangers)}

    assert {asked for asked, answer in answers.items() if answer.status_code not in (401, 429)} == set()
    assert all("Bearer" in one.headers["WWW-Authenticate"] for one in answers.values() if one.status_code == 401)


def test_a_cookie_opens_nothing_here(scene):
    browser = visitor(scene.app, scene.world, "thu")

    assert browser.get("/inbox").status_code == 200
    assert browser.get("/api/v1/task").status_code == 401


def test_whoever_has_left_calls_no_more(scene):
    theirs = system(scene.app, scene.world, "binh")
    before = theirs.get("/task").status_code
    with transaction(scene.world.database) as session:
        session.get_one(Person, scene.world.people["binh"]).left_at = NOON

    after = theirs.get("/task").status_code

    with transaction(scene.world.database) as session:
        session.get_one(Person, scene.world.people["binh"]).left_at = None
    assert (before, after) == (200, 401)


@pytest.mark.parametrize("verb", ["claim", "unclaim", "assignee", "complete"])
def test_a_task_that_is_done_is_told_only_to_those_who_may_know_of_it(scene, verb):
    body = BODIES.get(f"POST /task/<uuid:task_id>/{verb}")

    answers = {
        name: scene.systems[name].post(f"/task/{scene.done}/{verb}", body).status_code
        for name in ("lan", "intake", "m1", "mai", "stranger")
    }

    assert answers == {"lan": 409, "intake": 409, "m1": 404, "mai": 404, "stranger": 404}


def test_a_ballot_is_nobodys_but_its_members(scene):
    answers = {
        name: scene.systems[name].post(f"/task/{scene.ballot}/complete", {"vote": "yes"}).status_code
        for name in ("lan", "secretary", "m2", "stranger")
    }

    assert answers == {"lan": 403, "secretary": 403, "m2": 403, "stranger": 404}


def test_every_answer_is_kept_out_of_caches_and_names_its_call(scene):
    answers = [scene.call(scene.systems["lan"], route) for route in CALLED if route.startswith("GET")]

    assert all(one.headers["X-Content-Type-Options"] == "nosniff" and one.headers["X-Request-Id"] for one in answers)
    assert {one.headers["Cache-Control"] for one in answers if one.is_json} == {"no-store"}


def _verb(rule: Any) -> str:
    return "POST" if "POST" in rule.methods else "GET"


def _expected(name: str, allowed: For) -> int:
    if name in allowed.may.split():
        return 200
    return 403 if name in allowed.know.split() else 404


def _set(world: World, folder: Path) -> Scene:
    app = site(world, folder)
    systems = {name: system(app, world, name) for name in [*EVERYBODY.split(), "m2"]}
    appraised, voting = propose(world), walk(world, "council_ballot")
    code = world.dossier(appraised).code
    paper = systems["lan"].attach(code).json["id"]
    walk(world, "appraisal", appraised)
    done = next(item.id for item in world.all(WorkItem) if item.dossier_id == appraised and item.closed_at)
    values = {
        "<uuid:task_id>": str(world.item(appraised).id),
        "<code>": code,
        "<uuid:attachment_id>": paper,
        "<key>": "award",
    }
    return Scene(app, world, values, str(done), str(ballot_of(world, voting, "m1")), systems)
