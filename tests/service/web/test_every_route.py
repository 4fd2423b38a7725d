"""Every address of the application on real dossiers, asked for by each person: whom it is for, and whom not."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule

from addresses import ROUTES
from addresses.whom import For
from factories import build_world
from scene import Scene, set_scene
from service.db import connect
from service.models import WorkItem
from service.web.current import CALLS
from service.web.security import PUBLIC

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}.items()


@pytest.fixture(scope="module")
def scene(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("scene")
    copyfile(migrated_sqlite, folder / "scene.db")
    world = build_world(connect(f"sqlite:///{folder / 'scene.db'}"), members=3)
    yield set_scene(world, folder)
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
    """Pages; calls of other systems have a table of their own (api/test_whom.py)."""
    return [one for one in app.url_map.iter_rules() if one.endpoint not in PUBLIC and not one.rule.startswith(CALLS)]


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
