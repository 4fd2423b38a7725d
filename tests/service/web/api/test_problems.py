"""What cannot be read, is too large or comes too often is refused with a problem in the caller's language."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from calling import System, system, token_of
from factories import NOON, walk
from service.db import transaction
from service.models import AccessToken, Person
from service.web.api.limits import PerMinute, TooMany
from visits import site

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"outcome": "\\u0000"}', 400),
        (b"\xff", 400),
        (b'{"outcome": NaN}', 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 2000 + b"1" + b"}" * 2000, 400),
        (b"[]", 422),
        (b'"text"', 422),
        (b'{"outcome": [[]], "note": {"a": 1}}', 422),
        (b'{"outcome": 1e400}', 400),
        (b"{" + b" " * 3_000_000 + b"}", 413),
    ],
    ids=lambda one: str(one)[:30],
)
def test_a_body_that_cannot_be_taken_is_refused(world, calling, body, status):
    item, thu = world.item(walk(world, "appraisal")), calling("thu")

    answer = thu.client.post(f"/api/v1/task/{item.id}/complete", data=body, headers={**thu.headers, **JSON})

    assert (answer.status_code, answer.mimetype, answer.json["status"]) == (status, "application/problem+json", status)
    assert answer.json["detail"]


def test_a_body_of_another_type_is_refused(world, calling):
    item, thu = world.item(walk(world, "appraisal")), calling("thu")

    form = thu.client.post(f"/api/v1/task/{item.id}/complete", data={"outcome": "return"}, headers=thu.headers)
    paper = thu.post(f"/dossier/{world.dossier(item.dossier_id).code}/attachment", {"kind": "other"})

    assert (form.status_code, paper.status_code) == (415, 415)
    assert "application/json" in form.json["detail"]
    assert "multipart/form-data" in paper.json["detail"]


def test_a_word_of_the_address_that_is_said_twice_is_refused_by_its_name(calling):
    answer = calling("thu").get("/task", maxResults=["1", "2"])

    assert (answer.status_code, [(one["in"], one["field"]) for one in answer.json["errors"]]) == (
        422,
        [("query", "maxResults")],
    )


def test_a_field_of_a_form_that_is_sent_twice_is_refused_by_its_name(world, calling):
    code = world.dossier(walk(world, "appraisal")).code

    answer = calling("lan").attach(code, kind=["other", "letter"])

    assert (answer.status_code, [one["pointer"] for one in answer.json["errors"]]) == (422, ["#/kind"])


@pytest.mark.parametrize("body", [b'{"note": "a", "note": "b"}', b'{"variables": {"x": {"value": 1, "value": 2}}}'])
def test_a_key_that_stands_twice_in_a_body_is_refused_by_its_name(world, calling, body):
    item, thu = world.item(walk(world, "appraisal")), calling("thu")

    answer = thu.client.post(f"/api/v1/task/{item.id}/complete", data=body, headers={**thu.headers, **JSON})

    assert (answer.status_code, answer.json["reason"]) == (400, "doubled")
    assert ("“value”" if b"value" in body else "“note”") in answer.json["detail"]


def test_an_address_that_is_not_there_or_takes_no_such_call_says_so(calling):
    thu = calling("thu")

    nowhere, verb = thu.get("/nowhere"), thu.client.delete("/api/v1/task", headers=thu.headers)
    nul, no_id = thu.get("/dossier/%00"), thu.get("/task/1")

    assert [one.status_code for one in (nowhere, verb, nul, no_id)] == [404, 405, 400, 404]
    assert "GET" in verb.headers["Allow"]
    assert all(one.mimetype == "application/problem+json" for one in (nowhere, verb, nul, no_id))


def test_a_problem_speaks_the_language_asked_for_else_that_of_the_person(world, app, calling):
    chosen = calling("auditor")
    with transaction(world.database) as session:
        session.get_one(Person, world.people["auditor"]).language = "en"

    titles = [
        calling("thu").get("/nowhere").json["title"],
        calling("thu").get("/nowhere", headers={"Accept-Language": "en-GB,en"}).json["title"],
        chosen.get("/nowhere").json["title"],
        System(app, None, address="203.0.113.1").get("/task", headers={"Accept-Language": "en"}).json["title"],
    ]

    assert titles == ["Không tìm thấy", "Not found", "Not found", "No valid token"]


def test_a_database_that_is_away_is_503_and_says_nothing_of_itself(world, calling, monkeypatch):
    def away(*_, **__):
        raise OperationalError("select secret", {}, Exception("disk"))

    monkeypatch.setattr("service.web.api.tasks.tasks", away)

    answer = calling("thu").get("/task")

    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert "secret" not in answer.text


def test_a_token_that_calls_too_often_waits_and_others_do_not(world, tmp_path):
    app = site(world, tmp_path, calls_a_minute=3)
    eager, other = system(app, world, "thu"), system(app, world, "thu")

    answers = [eager.get("/process-definition") for _ in range(5)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["Retry-After"] == "60"  # at noon a new minute has just begun
    assert other.get("/process-definition").status_code == 200


def test_a_new_minute_begins_to_count_anew():
    limit = PerMinute(1)
    limit.count("a", NOON)

    with pytest.raises(TooMany) as late:
        limit.count("a", NOON + timedelta(seconds=59.5))

    limit.count("a", NOON + timedelta(seconds=60))
    assert late.value.wait == 1


def test_whoever_guesses_tokens_is_slowed_down_and_nobody_else_at_that_address(world, tmp_path):
    app = site(world, tmp_path)
    guesser = System(app, "vd_" + "x" * 43)

    statuses = [guesser.get("/task").status_code for _ in range(32)]

    assert (statuses[0], statuses[-1]) == (401, 429)
    assert system(app, world, "thu").get("/task").status_code == 200


def test_a_token_remembers_when_it_was_last_used(world, app):
    made = token_of(world, "records")
    before = _row(world, made.id).used_at

    System(app, made.text).get("/task")

    assert (before, _row(world, made.id).used_at) == (None, made.expires_at.replace(year=2026, month=11, day=23))


def _row(world, token_id):
    return next(one for one in world.all(AccessToken) if one.id == token_id)
