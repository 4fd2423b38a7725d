"""Taking a task of one's group."""

import pytest

from factories import NOON, act, walk
from service.commands.claim_task import claim_task
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import Event


def claim(world, name, dossier_id, item=None):
    item = item or world.item(dossier_id)
    with transaction(world.database) as session:
        return claim_task(session, world.who(name), item.id, now=NOON)


def test_whoever_takes_a_task_keeps_others_from_it(world):
    dossier_id = walk(world, "appraisal")

    claim(world, "thu", dossier_id)

    item = world.item(dossier_id)
    assert (item.assignee_id, item.claimed_at) == (world.people["thu"], NOON)
    with pytest.raises(Conflict) as conflict:
        act(world, "binh", dossier_id)
    assert (conflict.value.reason.code, conflict.value.who) == ("claimed", "Thu")


def test_taking_it_twice_is_told_once(world):
    dossier_id = walk(world, "appraisal")

    claim(world, "thu", dossier_id)
    claim(world, "thu", dossier_id)

    assert [e.kind for e in world.all(Event)].count("task_claimed") == 1


def test_the_second_to_take_it_is_told_who_was_faster(world):
    dossier_id = walk(world, "appraisal")
    claim(world, "thu", dossier_id)

    with pytest.raises(Conflict) as conflict:
        claim(world, "binh", dossier_id)

    assert conflict.value.who == "Thu"


def test_a_task_that_is_done_cannot_be_taken(world):
    dossier_id = walk(world, "appraisal")
    item = world.item(dossier_id)
    act(world, "thu", dossier_id)

    with pytest.raises(Conflict):
        claim(world, "binh", dossier_id, item)


def test_the_wrong_person_does_not_take_it(world):
    dossier_id = walk(world, "appraisal")

    with pytest.raises(NotAllowed):
        claim(world, "records", dossier_id)
    with pytest.raises(NotFound):
        claim(world, "stranger", dossier_id)


def test_nothing_is_taken_on_a_suspended_dossier(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Xác minh", now=NOON)

    with pytest.raises(Refused):
        claim(world, "thu", dossier_id)
