"""Timers ring when their time has come."""

from datetime import timedelta

import pytest

from factories import NOON, act, propose, walk
from service.commands.suspend_dossier import suspend_dossier
from service.commands.wake_dossier import wake_dossier
from service.db import transaction
from service.errors import Conflict
from service.models import Dossier, Event, Incident

RETURN = {"outcome": "return", "missing": "Thiếu biên bản họp xét."}
MUCH_LATER = NOON + timedelta(days=40)


def wake(world, dossier_id, now):
    with transaction(world.database) as session:
        wake_dossier(session, dossier_id, now=now)


def waiting(world):
    dossier_id = walk(world, "intake")
    act(world, "intake", dossier_id, RETURN)
    assert world.dossier(dossier_id).wake_at is not None
    return dossier_id


def test_a_supplement_nobody_sends_closes_the_dossier(world):
    dossier_id = waiting(world)

    wake(world, dossier_id, MUCH_LATER)

    dossier = world.dossier(dossier_id)
    assert (dossier.stage, dossier.status, dossier.wake_at) == ("closed_incomplete", "ended", None)
    assert world.items(dossier_id) == []
    rang = next(e for e in world.all(Event) if e.kind == "timer_rang")
    assert rang.actor_id is None


def test_it_does_not_ring_early(world):
    dossier_id = waiting(world)

    wake(world, dossier_id, NOON + timedelta(days=3))

    assert world.dossier(dossier_id).stage == "supplement"


def test_it_rings_once(world):
    dossier_id = waiting(world)

    wake(world, dossier_id, MUCH_LATER)
    wake(world, dossier_id, MUCH_LATER)

    assert [e.kind for e in world.all(Event)].count("timer_rang") == 1


def test_nothing_rings_while_the_dossier_is_suspended(world):
    dossier_id = waiting(world)
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Xác minh", now=NOON)

    wake(world, dossier_id, MUCH_LATER)

    assert world.dossier(dossier_id).stage == "supplement"


def test_who_answers_after_the_deadline_is_too_late_though_no_worker_came(world):
    dossier_id = waiting(world)

    with pytest.raises(Conflict):
        act(world, "lan", dossier_id, now=MUCH_LATER)


def test_a_dossier_that_cannot_be_woken_becomes_an_incident_and_rests(world):
    dossier_id = propose(world)
    with transaction(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id)
        dossier.state, dossier.wake_at = b"broken", NOON

    wake(world, dossier_id, NOON)

    assert world.dossier(dossier_id).wake_at is None
    assert len(world.all(Incident)) == 1
