"""A call sent again is done once: after a while, in the same moment, on both databases; another call is another key."""

import hmac
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier

import pytest
from flask import Flask

from calling import System, ballot_of, system
from factories import USUAL, World, build_world, propose, walk
from paper import PDF
from service.db import connect
from service.identity import token_hash
from service.models import Attachment, Ballot, Comment, Dossier, RepeatedCall
from visits import site

KEY = {"Idempotency-Key": "lần-1".encode().hex()}


@pytest.fixture
def world(database_url):
    """SQLite and PostgreSQL."""
    engine = connect(database_url)
    yield build_world(engine, members=3)
    engine.dispose()


@pytest.fixture
def app(world: World, tmp_path) -> Flask:
    return site(world, tmp_path)


def test_a_repeated_call_gets_the_first_answer_and_does_nothing(world, app):
    item, thu = world.item(walk(world, "appraisal")), system(app, world, "thu")

    done = [thu.post(f"/task/{item.id}/complete", USUAL["appraisal"], headers=KEY) for _ in range(2)]
    said = [thu.post(f"/task/{item.id}/comment", {"message": "Xong."}, headers={"Idempotency-Key": "b"}) for _ in "12"]
    body = {"award": "BK_TINH", "unit": "SGD", "nominee": {"kind": "individual", "name": "Lò Thị Páo"}}
    sent = {**body, "answers": {**USUAL["proposal"], "nominee_name": "Lò Thị Páo"}}
    lan = system(app, world, "lan")
    opened = [lan.post("/dossier", sent, headers=KEY) for _ in range(2)]

    for first, second in (done, said, opened):
        assert (first.status_code, first.data) == (second.status_code, second.data)
        assert "Idempotency-Replayed" not in first.headers
        assert second.headers["Idempotency-Replayed"] == "true"
    assert opened[1].headers["Location"] == opened[0].headers["Location"]
    assert opened[0].json["stage"] == "unit_approval"
    assert (len(world.all(Comment)), len(world.all(Dossier))) == (1, 2)


def test_a_paper_is_the_same_by_its_bytes_even_when_none_may_be_added_any_more(world, app):
    dossier_id = propose(world)
    code, lan = world.dossier(dossier_id).code, system(app, world, "lan")
    first = lan.attach(code, headers=KEY)
    walk(world, "cluster_review", dossier_id)

    second, other = lan.attach(code, headers=KEY), lan.attach(code, PDF + b"\n", headers=KEY)

    assert (first.status_code, second.status_code, other.status_code) == (201, 201, 422)
    assert second.json == first.json
    assert len(world.all(Attachment)) == 1


def test_a_key_is_for_one_call_of_one_person(world, app):
    item = world.item(walk(world, "appraisal"))
    thu, binh = system(app, world, "thu"), system(app, world, "binh")
    thu.post(f"/task/{item.id}/comment", {"message": "Một."}, headers=KEY)

    body = thu.post(f"/task/{item.id}/comment", {"message": "Hai."}, headers=KEY)
    address = thu.post(f"/task/{item.id}/claim", headers=KEY)
    person = binh.post(f"/task/{item.id}/comment", {"message": "Hai."}, headers=KEY)
    nonsense = [thu.post(f"/task/{item.id}/claim", headers={"Idempotency-Key": key}) for key in ("", "x" * 201)]

    assert [one.status_code for one in (body, address, person, *nonsense)] == [422, 422, 201, 422, 422]
    assert body.json["reason"] == "repeated"


def test_a_call_that_failed_may_be_made_good_under_its_key(world, app):
    item, thu = world.item(walk(world, "appraisal")), system(app, world, "thu")

    wrong = thu.post(f"/task/{item.id}/complete", {"outcome": "maybe"}, headers=KEY)
    right = thu.post(f"/task/{item.id}/complete", USUAL["appraisal"], headers=KEY)

    assert (wrong.status_code, right.status_code) == (422, 200)


def test_another_vote_under_a_used_key_is_refused_and_the_first_one_stands(world, app):
    dossier_id = walk(world, "council_ballot", propose(world, award_kind="CSTDT"))
    for member, choice in (("m1", "yes"), ("m2", "no")):
        item, caller = ballot_of(world, dossier_id, member), system(app, world, member)

        first, again, other = (
            caller.post(f"/task/{item}/complete", {"vote": vote}, headers=KEY) for vote in (choice, choice, "blank")
        )

        assert [one.status_code for one in (first, again, other)] == [200, 200, 422]
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.data == first.data
        assert other.json["reason"] == "repeated"

    assert sorted(one.choice for one in world.all(Ballot)) == ["no", "yes"]


def test_what_is_kept_of_a_vote_tells_it_to_nobody_who_lacks_the_token_or_the_key(world, app):
    """Three choices are soon tried: neither with the database alone nor with one of the two does any of them fit."""
    item = ballot_of(world, walk(world, "council_ballot", propose(world, award_kind="CSTDT")), "m1")
    caller = system(app, world, "m1")
    token, key = caller.headers["Authorization"].split()[1], KEY["Idempotency-Key"]
    caller.post(f"/task/{item}/complete", {"vote": "yes"}, headers=KEY)
    said = f'POST\0/api/v1/task/{item}/complete\0{{"vote": "yes"}}'.encode()

    [kept] = world.all(RepeatedCall)

    assert kept.content == _keyed(f"{token}\0{key}", said)
    known = [token, key, kept.key, token_hash(token), f"{token}\0{kept.key}", f"{token_hash(token)}\0{key}"]
    assert kept.content not in [sha256(said).hexdigest(), *(_keyed(one, said) for one in known)]
    assert key not in str(vars(kept))
    assert b"yes" not in kept.body


def test_a_call_is_not_done_again_with_another_token(world, app):
    item = world.item(walk(world, "appraisal"))
    before, renewed = system(app, world, "thu"), system(app, world, "thu")
    before.post(f"/task/{item.id}/comment", {"message": "Một."}, headers=KEY)

    again = renewed.post(f"/task/{item.id}/comment", {"message": "Một."}, headers=KEY)

    assert (again.status_code, again.json["reason"]) == (422, "repeated")
    assert len(world.all(Comment)) == 1


def test_two_at_once_do_it_once(world, app):
    item, thu = world.item(walk(world, "appraisal")), system(app, world, "thu")
    others = [System(app, thu.headers["Authorization"].split()[1]) for _ in range(4)]
    line = Barrier(len(others))

    def complete(one: System):
        line.wait(30)
        return one.post(f"/task/{item.id}/complete", USUAL["appraisal"], headers=KEY)

    with ThreadPoolExecutor(len(others)) as pool:
        answers = list(pool.map(complete, others))

    assert [one.status_code for one in answers] == [200] * 4
    assert len({one.data for one in answers}) == 1
    assert [one.headers.get("Idempotency-Replayed") for one in answers].count(None) == 1
    assert len(world.items(item.dossier_id, "agency_approval")) == 1


def test_two_at_once_without_a_key_are_a_race_that_one_wins(world, app):
    item, racers = world.item(walk(world, "appraisal")), [system(app, world, name) for name in ("thu", "binh")]
    line = Barrier(2)

    def complete(one: System):
        line.wait(30)
        return one.post(f"/task/{item.id}/complete", USUAL["appraisal"])

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(complete, racers), key=lambda one: one.status_code)

    assert [one.status_code for one in answers] == [200, 409]
    assert answers[1].json["who"] in ("Thu", "Binh")


def _keyed(secret: str, said: bytes) -> str:
    return hmac.digest(secret.encode(), said, "sha256").hex()
