"""Who does not answer keeps only those jobs waiting that need them."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from factories import NOON
from queueing import Handled, add, dead, handlers, let_rest, waiting
from service.db import transaction
from service.errors import Reason
from service.jobs import AllWait
from service.worker import from_postgresql
from working import work

LATER = NOON + timedelta(days=2)


def test_nothing_else_waits_for_those_of_a_kind_that_nobody_can_do_now(world):
    away = Reason("away", "The mail server could not be reached.")
    mail, webhook = Handled(*[AllWait(away)] * 20), Handled()
    for _ in range(20):
        add(world, "mail", NOON)
    add(world, "webhook", NOON)

    work(world, NOON, handlers(mail=mail, webhook=webhook))

    assert len(webhook.given) == 1
    assert len(mail.given) <= from_postgresql.AT_ONCE
    assert (dead(world), waiting(world, NOON).jobs) == ([], 20)
    let_rest(world)
    mail.failures.clear()
    work(world, LATER, handlers(mail=mail))
    assert waiting(world, LATER).jobs == 0


def test_only_those_to_a_receiver_that_hangs_rest_with_it(world):
    given = []

    def send(database, settings, payload, now):
        given.append(payload["to"])
        if payload["to"] == "hanging":
            raise AllWait(Reason("late", "The receiver did not answer in time."), of={"to": "hanging"})

    for number in range(20):
        for to in ("hanging", "sound"):
            add(world, "webhook", NOON, payload={"number": number, "to": to})

    work(world, NOON, handlers(webhook=send))

    assert given.count("sound") == 20
    assert given.count("hanging") <= from_postgresql.AT_ONCE
    assert (dead(world), waiting(world, NOON).jobs) == ([], 20)


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)  # PostgreSQL takes nothing that is broken
def test_a_job_whose_payload_is_broken_keeps_no_other_from_its_rest(world):
    late = AllWait(Reason("late", "The receiver did not answer in time."), of={"to": "hanging"})
    for _ in range(3):
        add(world, "webhook", NOON, payload={"to": "hanging"})
    with transaction(world.database) as session:
        session.execute(text("update job set payload = '{broken' where id = (select max(id) from job)"))

    work(world, NOON, handlers(webhook=Handled(late)))

    assert (len(dead(world)), waiting(world, NOON).jobs) == (1, 2)
