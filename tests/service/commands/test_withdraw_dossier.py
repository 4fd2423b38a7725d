"""Withdrawing a dossier."""

import pytest

from factories import NOON, act, propose, walk
from service.commands.suspend_dossier import suspend_dossier
from service.commands.withdraw_dossier import withdraw_dossier
from service.db import transaction
from service.errors import NotAllowed, NotFound, Refused
from service.models import Event, Incident


def withdraw(world, name, dossier_id, reason="Đơn vị xin rút"):
    with transaction(world.database) as session:
        return withdraw_dossier(session, world.who(name), dossier_id, reason, now=NOON)


@pytest.mark.parametrize("stage", ["proposal", "cluster_review", "council_opening"])
def test_the_head_withdraws_until_voting_opens(world, stage):
    dossier_id = walk(world, stage)

    withdraw(world, "hung", dossier_id)

    dossier = world.dossier(dossier_id)
    assert (dossier.stage, dossier.status, dossier.ended_at) == ("withdrawn", "ended", NOON)
    assert world.items(dossier_id) == []
    assert "dossier_withdrawn" in {e.kind for e in world.all(Event)}


def test_it_is_too_late_once_voting_has_been_opened(world):
    dossier_id = walk(world, "council_ballot")

    with pytest.raises(NotAllowed) as refusal:
        withdraw(world, "hung", dossier_id)

    assert refusal.value.reason.code == "too_late"


def test_it_stays_too_late_when_the_dossier_comes_back_from_the_signature(world):
    dossier_id = walk(world, "signature")
    act(world, "chair", dossier_id, {"outcome": "back", "reason": "Làm rõ thành tích."})
    assert world.dossier(dossier_id).stage == "appraisal"

    with pytest.raises(NotAllowed):
        withdraw(world, "hung", dossier_id)


def test_the_clerk_does_not_withdraw(world):
    dossier_id = propose(world)

    with pytest.raises(NotAllowed):
        withdraw(world, "lan", dossier_id)


def test_the_head_of_another_unit_learns_nothing(world):
    dossier_id = propose(world)

    with pytest.raises(NotFound):
        withdraw(world, "son", dossier_id)


def test_it_is_withdrawn_once(world):
    dossier_id = propose(world)
    withdraw(world, "hung", dossier_id)

    with pytest.raises(Refused):
        withdraw(world, "hung", dossier_id)


def test_a_reason_is_wanted(world):
    dossier_id = propose(world)

    with pytest.raises(Refused):
        withdraw(world, "hung", dossier_id, " ")


def test_nothing_is_withdrawn_while_it_is_suspended(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("lead"), dossier_id, "Xác minh", now=NOON)

    with pytest.raises(Refused):
        withdraw(world, "hung", dossier_id)


def test_a_state_that_cannot_be_read_becomes_an_incident(world):
    dossier_id = propose(world)
    with transaction(world.database) as session:
        session.get_one(type(world.dossier(dossier_id)), dossier_id).state = b"broken"

    withdraw(world, "hung", dossier_id)

    assert world.all(Incident)[0].rule == "state"
    assert world.dossier(dossier_id).status == "running"
