"""Other systems are told what happens: what is in a message, who adds an address, and how it gets there."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from factories import NOON, act, propose, vote, walk
from receiving import receiving
from service import jobs
from service.commands.add_webhook import MOST, Checked, add_webhook
from service.commands.end_webhook import end_webhook
from service.commands.tell_systems import tell_systems
from service.commands.try_webhook import try_webhook
from service.db import reading, transaction
from service.errors import NotAllowed, NotFound, Refused
from service.events import dossier_stream
from service.models import Dossier, Event, EventDetail, Webhook
from service.outside import Patience, read_url
from service.queries.webhooks import webhooks
from service.worker.jobs import do_jobs
from service.worker.webhooks import NotTaken, deliver
from usual_answers import DOERS
from visits import settings_for

CREATED, COMPLETED, ENDED = (f"vn.vinhdanh.{name}" for name in ("task.created", "task.completed", "dossier.ended"))
ELSEWHERE = "https://receiver.example.vn/hook"


def add(world, url=ELSEWHERE, kinds=(), who="admin"):
    actor = world.who(who)
    with transaction(world.database) as session:
        return add_webhook(session, actor, Checked(url, read_url(url)), kinds, now=NOON)


def end(world, hook, who="admin"):
    with transaction(world.database) as session:
        return end_webhook(session, world.who(who), hook.id, now=NOON)


def tell(world, dossier_id, then=lambda: None):
    """Everything that ever happened on the dossier."""
    with transaction(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id, with_for_update=True)
        happened = select(Event).where(Event.stream == dossier_stream(dossier_id)).order_by(Event.number)
        told = tell_systems(session, dossier, session.scalars(happened).all(), now=NOON)
        then()
    return told


def left(world, tmp_path, now=NOON):
    """What waits to be sent, in its order: (address, message)."""
    found = []

    def take(database, settings, payload, now):
        found.append((payload["webhook_id"], payload["event"]))

    do_jobs(world.database, settings_for(world, tmp_path), now, {"webhook": take})
    return found


def send(world, tmp_path, now=NOON, **how):
    """The worker sends what waits, to this machine too."""
    settings = settings_for(world, tmp_path, webhooks_inside=True)
    return do_jobs(world.database, settings, now, {"webhook": lambda *job: deliver(*job, **how)})


def seen(world):
    with reading(world.database) as session:
        return webhooks(session, world.who("admin"), now=NOON).told[0]


def payload(hook):
    return {"webhook_id": str(hook.id), "event": {"id": "1", "type": CREATED, "data": {}}}


def test_a_message_tells_code_stage_and_tasks_and_nothing_anybody_wrote(world, tmp_path):
    dossier_id = walk(world, "council_ballot")
    vote(world, dossier_id)
    act(world, DOERS[world.item(dossier_id).element], dossier_id)
    hook = add(world)

    count = tell(world, dossier_id)

    messages = left(world, tmp_path)
    told = [message for _, message in messages]
    assert len(told) == count > 10
    dossier = world.dossier(dossier_id)
    assert {address for address, _ in messages} == {str(hook.id)}
    assert len({one["id"] for one in told}) == len(told)
    assert {one["subject"] for one in told} == {dossier.code}
    assert {key for one in told for key in one["data"]} == {"businessKey", "stage", "status", "tasks"}
    assert not any(word in json.dumps(told) for word in ("Hạnh", "Lan", "lan", "yes", str(world.people["m1"])))
    assert not any("ballot_cast" in one["id"] or "ballot.cast" in one["type"] for one in told)


def test_a_task_that_opened_is_told_with_the_ids_by_which_it_is_done(world, tmp_path):
    dossier_id = walk(world, "council_ballot")
    add(world, kinds=[CREATED])
    tell(world, dossier_id)

    told = [message["data"]["tasks"] for _, message in left(world, tmp_path)]
    [ballots] = [tasks for tasks in told if tasks[0]["taskDefinitionKey"] == "council_ballot"]
    assert {one["id"] for one in ballots} == {str(item.id) for item in world.items(dossier_id)}
    assert len(told) > 3


def test_an_address_is_told_what_it_asked_for_and_nothing_once_it_has_ended(world, tmp_path):
    dossier_id = propose(world)
    act(world, "lan", dossier_id)
    ended = add(world, "https://one.example.vn/", [COMPLETED])
    narrow = add(world, "https://two.example.vn/", [COMPLETED])
    end(world, ended)

    tell(world, dossier_id)

    assert [(address, one["type"]) for address, one in left(world, tmp_path)] == [(str(narrow.id), COMPLETED)]


def test_telling_twice_leaves_each_message_once(world, tmp_path):
    dossier_id = propose(world)
    add(world)

    tell(world, dossier_id)
    tell(world, dossier_id)

    told = [one["id"] for _, one in left(world, tmp_path)]
    assert len(told) == len(set(told)) > 0


def test_nothing_waits_when_the_telling_was_rolled_back(world, tmp_path):
    dossier_id = propose(world)
    add(world)

    with pytest.raises(ZeroDivisionError):
        tell(world, dossier_id, then=lambda: 1 / 0)

    assert left(world, tmp_path) == []


def test_only_an_administrator_adds_tries_and_ends_an_address(world):
    hook = add(world)
    lead = world.who("lead")

    for act_of in (
        lambda session: add_webhook(session, lead, Checked("https://b.vn/", read_url("https://b.vn/")), [], now=NOON),
        lambda session: try_webhook(session, lead, hook.id, now=NOON),
        lambda session: end_webhook(session, lead, hook.id, now=NOON),
        lambda session: webhooks(session, lead, now=NOON),
    ):
        with pytest.raises(NotAllowed), transaction(world.database) as session:
            act_of(session)

    assert [one.ended_at for one in world.all(Webhook)] == [None]


def test_an_address_is_refused_twice_with_unknown_kinds_or_when_there_are_too_many(world):
    codes = []
    hook = add(world)
    for url, kinds in ((ELSEWHERE, ()), ("https://two.example.vn/", ["task.created"])):
        with pytest.raises(Refused) as refused:
            add(world, url, kinds)
        codes.append(refused.value.reason.code)
    for number in range(MOST - 1):
        add(world, f"https://n{number}.example.vn/")
    with pytest.raises(Refused) as refused:
        add(world, "https://more.example.vn/")
    end(world, hook)

    assert [*codes, refused.value.reason.code] == ["url_twice", "unknown_kind", "too_many"]
    assert add(world).secret != hook.secret  # the place is free again
    with pytest.raises(Refused):
        end(world, hook)


def test_what_is_noted_of_an_address_holds_neither_its_secret_nor_its_path(world):
    hook = add(world, "https://receiver.example.vn/key-of-theirs?token=x")
    end(world, hook)

    noted = [one for one in world.all(Event) if one.stream == "system"]
    said = json.dumps([one.fields for one in _details(world, "system")])

    assert [one.kind for one in noted] == ["webhook_added", "webhook_ended"]
    assert "receiver.example.vn" in said
    assert "key-of-theirs" not in said
    assert hook.secret not in said


def test_a_message_arrives_signed_as_a_cloud_event(world, tmp_path):
    dossier_id = propose(world)
    with receiving() as receiver:
        hook = add(world, receiver.url, [CREATED])
        tell(world, dossier_id)
        send(world, tmp_path)

    [(headers, body)] = receiver.got
    event = json.loads(body)
    moment, digest = (part.split("=")[1] for part in headers["Webhook-Signature"].split(","))
    assert digest == hmac.new(hook.secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["Content-Type"].startswith("application/cloudevents+json")
    assert event["specversion"] == "1.0"
    assert (event["type"], event["subject"]) == (CREATED, world.dossier(dossier_id).code)
    assert event["source"] == settings_for(world, tmp_path).address
    assert event["id"].startswith(f"dossier/{dossier_id}/1/")
    assert seen(world).delivered_at == NOON


def test_a_message_that_was_not_taken_is_sent_again_the_same(world, tmp_path):
    admin = world.who("admin")
    with receiving(answers=[500, 204]) as receiver:
        hook = add(world, receiver.url)
        with transaction(world.database) as session:
            try_webhook(session, admin, hook.id, now=NOON)
        send(world, tmp_path)
        failure = seen(world)
        if world.database.dialect.name == "sqlite":  # there the time of the next try is ours
            send(world, tmp_path, NOON + timedelta(hours=1))

    assert (failure.failed_at, failure.failure.values) == (NOON, {"status": "500"})
    if world.database.dialect.name == "sqlite":
        assert [body for _, body in receiver.got] == [receiver.got[0][1]] * 2
        assert seen(world).failed_at is None


def test_a_receiver_that_is_gone_for_good_is_told_nothing_more(world, tmp_path):
    with receiving(answers=[410]) as receiver:
        hook = add(world, receiver.url)
        deliver(world.database, settings_for(world, tmp_path, webhooks_inside=True), payload(hook), NOON)
        deliver(world.database, settings_for(world, tmp_path, webhooks_inside=True), payload(hook), NOON)

    assert len(receiver.got) == 1
    assert seen(world).ended_by_receiver


@pytest.mark.parametrize(("status", "taken"), [(200, True), (204, True), (302, False), (404, False), (503, False)])
def test_only_a_status_of_200_to_299_means_taken(world, tmp_path, status, taken):
    with receiving() as inner, receiving(answers=[status], location=inner.url) as receiver:
        hook = add(world, receiver.url)
        settings = settings_for(world, tmp_path, webhooks_inside=True)
        if taken:
            deliver(world.database, settings, payload(hook), NOON)
        else:
            with pytest.raises(NotTaken):
                deliver(world.database, settings, payload(hook), NOON)

    assert (seen(world).failure is None) == taken
    assert inner.got == []


def test_a_name_that_leads_inside_by_the_time_of_sending_is_given_up_at_once(world, tmp_path):
    with receiving() as receiver:
        hook = add(world, f"http://receiver.example.vn:{receiver.port}/")
        with pytest.raises(jobs.GiveUp):
            deliver(
                world.database,
                settings_for(world, tmp_path),
                payload(hook),
                NOON,
                look_up=lambda host, port: ["127.0.0.1"],
            )

    assert receiver.got == []
    assert seen(world).failure.code == "url_inside"


def test_a_receiver_that_is_slow_away_or_unknown_is_tried_again(world, tmp_path):
    settings = settings_for(world, tmp_path, webhooks_inside=True)
    with receiving(drip=0.05) as receiver:
        hook = add(world, receiver.url)
        with pytest.raises(jobs.AllWait) as rest:
            deliver(world.database, settings, payload(hook), NOON, patience=Patience(0.2, 0.2))
        failures = [seen(world).failure.code]
    with pytest.raises(jobs.AllWait):
        deliver(world.database, settings, payload(hook), NOON)
    failures += [seen(world).failure.code]
    with pytest.raises(jobs.AllWait):
        deliver(world.database, settings, payload(hook), NOON, look_up=lambda host, port: [])
    assert [*failures, seen(world).failure.code] == ["receiver_late", "receiver_away", "url_unknown"]
    assert rest.value.of == {"webhook_id": str(hook.id)}


def test_an_address_that_has_ended_is_neither_tried_nor_sent_what_waits(world, tmp_path):
    admin = world.who("admin")
    with receiving() as receiver:
        hook = add(world, receiver.url)
        with transaction(world.database) as session:
            try_webhook(session, admin, hook.id, now=NOON)
        end(world, hook)
        send(world, tmp_path)
        with pytest.raises(NotFound), transaction(world.database) as session:
            try_webhook(session, admin, hook.id, now=NOON)

    assert receiver.got == []


def _details(world, stream):
    return [one for one in world.all(EventDetail) if one.stream == stream]
