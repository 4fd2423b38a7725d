"""Nonsense in addresses, questions and forms is refused or passed over; it never breaks a page."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote, urlencode
from uuid import UUID

import pytest

from addresses import ROUTES
from addresses.whom import EVERYBODY
from factories import World, build_world, propose, walk
from service.db import connect
from service.web.current import CALLS

CODES = ["HS-9999-999999", "%00", "..%2f..%2fetc", "'%20or%201=1--", quote("Đ" * 300), "%ff%fe", "{{7*7}}"]
VALUES = ["\0", "zz", "-1", "9" * 40, "Đ" * 3000, "\ud7ff\U0010ffff"]
QUESTIONS = "q filter after item behind stage unit award below like next print download view".split()
ACTS = {
    "lan": "new_dossier lists comments",
    "thu": "items documents bulk filters recalls questions notices",
    "hung": "dossiers delegations absences",
    "secretary": "council",
    "m1": "ballots account tokens second_factor taste password_reset",
    "admin": "people people_roles people_standing units clusters councils awards campaigns rounds imports webhooks "
    "operations",
}
FIELDS = (
    "item held_on kind reason to award unit name person like username next proposal outcome note opinion "
    "text asked name code title email position unit role scope scope_id basis valid_from valid_to password again url "
    "kinds text language theme mail column ~act ~item ~to ~reason within shared "
    "nominee_kind nominee_name birth_date size period_from letter_date achievement ethnicity round campaign method"
).split()


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """SQLite and PostgreSQL: they refuse different values."""
    engine = connect(database_url)
    yield build_world(engine)
    engine.dispose()


@pytest.fixture
def standing(world):
    """Dossiers that wait for the clerk, the appraiser and the council."""
    return {
        "lan": propose(world),
        "thu": walk(world, "appraisal"),
        "secretary": walk(world, "council_opening"),
        "m1": walk(world, "council_ballot"),
        "hung": walk(world, "unit_approval"),
        "admin": walk(world, "intake"),
    }


def test_a_made_up_code_is_not_found(app, visit):
    client = visit("lan").client
    rules = [rule for rule in _pages(app) if "code" in rule.arguments]

    answers = {
        (rule.endpoint, code): _ask(client, rule, _address(rule, UUID(int=1), code)) for rule in rules for code in CODES
    }

    assert {asked for asked, status in answers.items() if status not in (400, 404, _barred(asked[0]))} == set()


def test_an_id_of_nothing_is_not_found(app, visit):
    client = visit("secretary").client
    rules = [rule for rule in _pages(app) if "<uuid:" in rule.rule and "code" not in rule.arguments]

    answers = {
        (rule.endpoint, made_up): _ask(client, rule, _address(rule, made_up))
        for rule in rules
        for made_up in (UUID(int=0), UUID(int=2**128 - 1), "1", "x" * 36)
    }

    assert {asked for asked, status in answers.items() if status not in (404, _barred(asked[0]))} == set()


def test_nonsense_asked_of_a_page_never_breaks_it(world, visit, standing):
    address = f"/dossiers/{world.dossier(standing['lan']).code}"
    lan = visit("lan")
    pages = ["/inbox", "/dossiers", "/dossiers/new", "/sign-in", address, f"{address}/history", f"{address}/documents"]

    answers = {
        (page, turn): lan.get(f"{page}?{urlencode(nonsense)}").status_code
        for page in pages
        for turn, nonsense in enumerate(_turns(QUESTIONS))
    }

    assert {asked for asked, status in answers.items() if status >= 500} == set()


@pytest.mark.parametrize("who", ACTS)
def test_nonsense_sent_with_a_form_never_breaks_it(world, app, visit, standing, who):
    client, code, item = visit(who).client, world.dossier(standing[who]).code, world.item(standing[who]).id
    changes = [rule for rule in _changes(app) if rule.endpoint.split(".")[0] in ACTS[who].split()]

    answers = {
        (rule.endpoint, turn): client.post(
            _address(rule, item, code), data=nonsense, headers=_token(client)
        ).status_code
        for rule in changes
        for turn, nonsense in enumerate(_turns([*FIELDS, f"vote-{item}"]))
    }

    assert answers
    assert {asked for asked, status in answers.items() if status >= 500} == set()


def test_every_kind_of_change_is_tried_with_nonsense(app):
    assert {rule.endpoint.split(".")[0] for rule in _changes(app)} == set(" ".join(ACTS.values()).split())


@pytest.mark.parametrize("nonsense", VALUES, ids=range(len(VALUES)))
def test_a_nonsense_name_does_not_sign_in(stranger, nonsense):
    answer = stranger.post("/sign-in", {"username": nonsense, "password": nonsense, "next": nonsense})

    assert answer.status_code in (400, 422)


def test_a_field_sent_twice_is_no_way_around_the_form(world, visit, standing):
    item = world.item(standing["thu"])

    page = visit("thu").post(f"/items/{item.id}/complete", {"outcome": ["eligible", "not_eligible"], "note": "Đủ"})

    assert page.status_code == 422
    assert world.item(standing["thu"]).id == item.id


def test_another_kind_of_body_than_a_form_is_refused(world, visit, standing):
    thu = visit("thu")
    item = world.item(standing["thu"])

    answer = thu.client.post(
        f"/items/{item.id}/complete", json={"outcome": "eligible"}, headers={"X-CSRFToken": thu.token()}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("address", ["/sign-in", "/dossiers/new", "/dossiers/HS-2026-000001/documents"])
def test_a_flood_of_fields_is_refused(stranger, address):
    answer = stranger.client.post(address, data={f"field-{number}": "x" * 10_000 for number in range(300)})

    assert answer.status_code == 413


def _turns(names):
    """As many forms as there are values, so that every name once has each of them."""
    return [
        {name: VALUES[(turn + place) % len(VALUES)] for place, name in enumerate(names)} for turn in range(len(VALUES))
    ]


def _pages(app):
    """Calls of other systems need a token: they are tried with one in api/."""
    return [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(CALLS)]


def _changes(app):
    return [rule for rule in _pages(app) if "POST" in rule.methods and "sign_in" not in rule.endpoint]


def _barred(endpoint):
    """Where a page is for a few and everybody knows of it, others are told so before anything is looked for."""
    known = next((whom for route, whom in ROUTES.items() if route.split()[1] == endpoint), None)
    return 403 if known and known.know == EVERYBODY else 404


def _address(rule, made_up, code=""):
    return re.sub("<uuid:.*?>", str(made_up), rule.rule).replace("<code>", code)


def _ask(client, rule, address):
    """The status of the page, or of its form with a token and all it needs besides."""
    if "POST" not in rule.methods:
        return client.get(address).status_code
    return client.post(address, data={"to": str(UUID(int=1)), "reason": "Nghỉ"}, headers=_token(client)).status_code


@cache
def _token(client):
    found = re.search('csrf-token" content="(.*?)"', client.get("/inbox").text)
    return {"X-CSRFToken": found[1]}
