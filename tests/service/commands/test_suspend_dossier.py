"""Suspending a dossier, and letting it go on."""

from datetime import date, timedelta

import pytest

from factories import NOON, act, propose, walk
from service.commands.resume_dossier import resume_dossier
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.errors import NotAllowed, NotFound, Refused


def suspend(world, name, dossier_id, reason="Xác minh đơn thư"):
    with transaction(world.database) as session:
        return suspend_dossier(session, world.who(name), dossier_id, reason, now=NOON)


def resume(world, name, dossier_id, now=NOON):
    with transaction(world.database) as session:
        return resume_dossier(session, world.who(name), dossier_id, now=now)


@pytest.mark.parametrize("name", ["inspector", "lead"])
def test_the_inspectorate_or_the_lead_suspends(world, name):
    dossier_id = walk(world, "appraisal")

    suspend(world, name, dossier_id)

    assert world.dossier(dossier_id).status == "suspended"


def test_others_do_not(world):
    dossier_id = walk(world, "appraisal")

    with pytest.raises(NotAllowed):
        suspend(world, "hung", dossier_id)
    with pytest.raises(NotAllowed):
        resume(world, "auditor", dossier_id)
    with pytest.raises(NotFound):
        suspend(world, "stranger", dossier_id)


def test_what_has_not_left_its_unit_is_unknown_to_the_inspectorate(world):
    with pytest.raises(NotFound):
        suspend(world, "inspector", propose(world))


def test_a_reason_is_wanted_and_once_is_enough(world):
    dossier_id = walk(world, "appraisal")
    with pytest.raises(Refused):
        suspend(world, "inspector", dossier_id, "")
    suspend(world, "inspector", dossier_id)

    with pytest.raises(Refused):
        suspend(world, "inspector", dossier_id)


def test_open_tasks_get_back_the_days_the_dossier_stood_still(world):
    dossier_id = walk(world, "intake")
    assert world.item(dossier_id).due_on == date(2026, 11, 26)
    suspend(world, "inspector", dossier_id)

    resume(world, "lead", dossier_id, now=NOON + timedelta(days=7))

    assert world.dossier(dossier_id).status == "running"
    assert world.item(dossier_id).due_on == date(2026, 12, 2)
    act(world, "intake", dossier_id)


def test_only_a_suspended_dossier_is_resumed(world):
    with pytest.raises(Refused):
        resume(world, "lead", walk(world, "intake"))
