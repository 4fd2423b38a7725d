"""Jobs on both queues: done at least once, once only when all goes well, tried again, dead in the end."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from factories import NOON, walk
from queueing import Handled, add, dead, handlers, killed_at_work, let_die, let_rest, waiting
from service import jobs
from service.db import reading, transaction
from service.errors import Reason
from service.jobs import BACKOFF, TRIES, GiveUp
from service.models import Event, Incident
from service.worker import from_postgresql
from working import work

LATER = NOON + timedelta(days=2)
LETTER = {"to": "hanh@hoavan.example", "text": "Kính gửi bà Hạnh: 100% {xong} %s"}


def test_a_job_is_done_once_with_what_it_was_given(world):
    mail = Handled()
    add(world, "mail", NOON, payload=LETTER)

    done = [work(world, NOON, handlers(mail=mail))["jobs"] for _ in range(2)]

    assert (done, mail.given) == ([1, 0], [LETTER])
    assert waiting(world, NOON) == jobs.Waiting(0, None)


def test_a_job_is_there_only_if_its_transaction_commits(world):
    mail = Handled()

    def add_and_fail(key):
        with transaction(world.database) as session:
            jobs.enqueue(session, "mail", LETTER, now=NOON, key=key)
            jobs.enqueue(session, "mail", LETTER, now=NOON, key=key)
            raise ZeroDivisionError

    for key in (None, "mail:hanh"):
        with pytest.raises(ZeroDivisionError):
            add_and_fail(key)

    assert work(world, NOON, handlers(mail=mail))["jobs"] == 0
    assert waiting(world, NOON).jobs == 0


def test_a_job_waits_for_its_time(world):
    mail = Handled()
    add(world, "mail", NOON, run_at=NOON + timedelta(days=400))

    work(world, NOON, handlers(mail=mail))

    assert mail.given == []
    assert waiting(world, NOON) == jobs.Waiting(1, None)


def test_how_long_the_oldest_job_has_waited_is_known(world):
    for minutes in (3, 8, 5):
        add(world, "mail", NOON - timedelta(minutes=minutes))

    assert waiting(world, NOON) == jobs.Waiting(3, NOON - timedelta(minutes=8))


def test_two_jobs_of_one_key_do_not_wait_at_once_but_the_next_does_as_soon_as_the_first_has_begun(world):
    mail = Handled()

    def collect(database, settings, payload, now):
        if payload == {"number": 0}:
            add(world, "mail", NOON, key="mail:hanh", payload={"came": "meanwhile"})
        mail(database, settings, payload, now)

    with transaction(world.database) as session:
        for number in range(3):
            jobs.enqueue(session, "mail", {"number": number}, now=NOON, key="mail:hanh")
        jobs.enqueue(session, "mail", {"to": "son"}, now=NOON, key="mail:son")
    done = work(world, NOON, handlers(mail=collect))["jobs"]

    assert done == 3
    assert sorted(map(str, mail.given)) == ["{'came': 'meanwhile'}", "{'number': 0}", "{'to': 'son'}"]


def test_a_job_that_failed_leaves_its_place_to_one_of_its_key_that_came_meanwhile(world):
    mail = Handled()

    def away(database, settings, payload, now):
        mail(database, settings, payload, now)
        if len(mail.given) == 1:
            add(world, "mail", NOON, key="mail:hanh", payload={"second": True})
            raise ConnectionRefusedError

    add(world, "mail", NOON, key="mail:hanh", payload={"first": True})

    work(world, NOON, handlers(mail=away))
    let_rest(world)
    work(world, LATER, handlers(mail=away))

    assert mail.given == [{"first": True}, {"second": True}]


def test_a_job_that_fails_is_tried_again_after_a_rest(world):
    mail = Handled(TimeoutError(), ConnectionResetError())
    add(world, "mail", NOON)
    rest = BACKOFF[0] + timedelta(seconds=1)  # the first try itself took a moment

    at_once = [work(world, NOON, handlers(mail=mail))["jobs"] for _ in range(2)]
    let_rest(world)
    second = work(world, NOON + rest, handlers(mail=mail))["jobs"]
    let_rest(world)
    third = work(world, NOON + rest * 2 + BACKOFF[1], handlers(mail=mail))["jobs"]

    assert (at_once, second, third) == ([1, 0], 1, 1)
    assert (dead(world), waiting(world, LATER).jobs) == ([], 0)


def test_a_job_that_always_fails_is_dead_after_its_tries_and_has_one_incident(world):
    mail = Handled(*[ConnectionRefusedError("10.0.0.9 said hanh@hoavan.example")] * 20)
    add(world, "mail", NOON, payload=LETTER, dossier_id=world.people["lan"])
    now = NOON

    for rest in (*BACKOFF, timedelta(days=1), timedelta(days=1)):
        work(world, now, handlers(mail=mail))
        let_rest(world)
        now += rest

    assert len(mail.given) == TRIES
    [job] = dead(world)
    assert (job.kind, job.tries, job.error.code) == ("mail", TRIES, "away")
    assert job.dossier_id == str(world.people["lan"])
    [incident] = world.all(Incident)
    assert (incident.rule, incident.element, incident.dossier_id) == ("job_failed", job.id, None)
    assert "hanh" not in str(incident.values)
    assert [(event.stream, event.kind) for event in world.all(Event)][-1:] == [("system", "job_failed")]


def test_all_that_are_dead_are_counted_however_many_are_listed(world):
    let_die(world, 203)

    with reading(world.database) as session:
        assert (jobs.count_dead(session), len(jobs.dead_jobs(session))) == (203, 200)


def test_a_job_that_gives_up_is_dead_at_once_and_says_why(world):
    refused = Reason("refused", "The mail server refuses this address: {code}.", {"code": 550})
    add(world, "mail", NOON)

    work(world, NOON, handlers(mail=Handled(GiveUp(refused))))

    [job] = dead(world)
    assert (job.tries, job.error.text) == (1, "The mail server refuses this address: 550.")


def test_a_job_nobody_knows_how_to_do_is_dead_at_once(world):
    add(world, "fax", NOON)

    work(world, NOON, handlers(mail=Handled()))

    assert [(job.kind, job.error.code, job.failed_at) for job in dead(world)] == [("fax", "unknown", NOON)]
    assert [incident.values["reason"] for incident in world.all(Incident)] == [
        "Nobody here knows how to do this kind of job."
    ]


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)  # PostgreSQL takes nothing that is broken
def test_a_job_whose_payload_is_broken_stops_no_other_and_can_be_given_up(world):
    mail = Handled()
    for number in range(2):
        add(world, "mail", NOON, payload={"number": number})
    with transaction(world.database) as session:
        session.execute(text("update job set payload = '{broken' where id = (select min(id) from job)"))

    work(world, NOON, handlers(mail=mail))
    [job] = dead(world)
    with transaction(world.database) as session:
        dismissed = jobs.dismiss_job(session, job.id, now=NOON)

    assert mail.given == [{"number": 1}]
    assert (job.tries, job.error.code) == (1, "unreadable")
    assert dismissed == jobs.Dismissed("mail", {})


def test_a_dead_job_that_is_put_back_gets_all_its_tries_and_its_incident_ends_when_it_is_done(world):
    mail = Handled(GiveUp("away"), TimeoutError())
    add(world, "mail", NOON, payload=LETTER)
    work(world, NOON, handlers(mail=mail))
    [job] = dead(world)

    with transaction(world.database) as session:
        put_back = [jobs.retry_job(session, job.id, now=NOON) for _ in range(2)]
    work(world, NOON, handlers(mail=mail))
    still = [incident.resolved_at for incident in world.all(Incident)]
    let_rest(world)
    work(world, LATER, handlers(mail=mail))

    assert (put_back, mail.given) == ([True, False], [LETTER] * 3)
    assert (still, dead(world)) == ([None], [])
    assert [incident.resolved_at for incident in world.all(Incident)] == [LATER]


def test_a_dismissed_job_is_never_tried_again(world):
    mail = Handled(GiveUp("away"))
    add(world, "mail", NOON)
    work(world, NOON, handlers(mail=mail))
    [job] = dead(world)

    with transaction(world.database) as session:
        dismissed = [jobs.dismiss_job(session, job.id, now=NOON) for _ in range(2)]
    work(world, LATER, handlers(mail=mail))

    assert (dismissed, len(mail.given), dead(world)) == ([jobs.Dismissed("mail", {}), None], 1, [])


def test_a_job_whose_worker_was_killed_is_done_by_another(world):
    mail = Handled()
    add(world, "mail", NOON, key="mail:hanh", payload={"first": True})
    killed_at_work(world, NOON)
    add(world, "mail", NOON, key="mail:hanh", payload={"second": True})

    work(world, NOON + timedelta(minutes=2), handlers(mail=mail))

    assert sorted(map(str, mail.given)) == ["{'first': True}", "{'second': True}"]


def test_a_job_that_kills_its_worker_each_time_is_dead_in_the_end(world):
    mail = Handled()
    add(world, "mail", NOON)

    for minutes in range(0, 2 * TRIES, 2):
        killed_at_work(world, NOON + timedelta(minutes=minutes))
        if world.database.dialect.name == "postgresql":
            from_postgresql.look_after(world.database, NOON, handlers(mail=mail))

    work(world, LATER, handlers(mail=mail))

    assert mail.given == []
    assert [(job.error.code, job.failed_at is None) for job in dead(world)] == [("killed", False)]
    assert len(world.all(Incident)) == 1


def test_two_workers_at_once_do_nothing_twice(world):
    mail = Handled()
    dossiers = [walk(world, "unit_approval") for _ in range(3)]
    for number in range(20):
        add(world, "mail", NOON, payload={"number": number})
    workers = [Thread(target=work, args=(world, NOON + timedelta(days=7), {"mail": mail})) for _ in range(2)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(given["number"] for given in mail.given) == list(range(20))
    reminded = [event.dossier_id for event in world.all(Event) if event.kind == "task_reminded"]
    assert sorted(reminded) == sorted(dossiers)


def test_done_jobs_are_forgotten_after_thirty_days(world):
    add(world, "mail", NOON)
    work(world, NOON, handlers(mail=Handled()))

    with transaction(world.database) as session:
        early = jobs.clear_done(session, before=NOON - timedelta(days=30))
        late = jobs.clear_done(session, before=NOON + timedelta(days=30))

    assert (early, late) == (0, 1)


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
@pytest.mark.parametrize("key", [None, "one"])
def test_what_the_database_refuses_for_now_is_told_in_its_own_words(world, key):
    def add_without_waiting():
        with transaction(world.database) as session:
            session.execute(text("set local lock_timeout = '50ms'"))
            jobs.enqueue(session, "webhook", {}, now=NOON, key=key)

    with world.database.connect() as other, other.begin():
        other.execute(text("lock table procrastinate_jobs in exclusive mode"))
        with pytest.raises(OperationalError):
            add_without_waiting()
