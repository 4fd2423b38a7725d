"""Giving a task back to its group."""

import pytest

from factories import NOON, act, propose, walk
from service.commands.claim_task import claim_task
from service.commands.release_task import release_task
from service.db import transaction
from service.errors import Conflict, NotAllowed
from service.models import Event


def release(world, name, item):
    with transaction(world.database) as session:
        return release_task(session, world.who(name), item.id, now=NOON)


def test_a_task_given_back_is_free_for_the_others(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), world.item(dossier_id).id, now=NOON)

    release(world, "thu", world.item(dossier_id))

    act(world, "binh", dossier_id)
    assert world.dossier(dossier_id).stage == "agency_approval"
    assert "task_released" in {e.kind for e in world.all(Event)}


def test_the_clerk_may_leave_a_proposal_to_a_colleague(world):
    dossier_id = propose(world)

    release(world, "lan", world.item(dossier_id))

    assert world.item(dossier_id).assignee_id is None


def test_what_nobody_has_taken_cannot_be_given_back(world):
    dossier_id = walk(world, "appraisal")

    with pytest.raises(NotAllowed):
        release(world, "thu", world.item(dossier_id))


def test_what_another_has_taken_cannot_be_given_back(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), world.item(dossier_id).id, now=NOON)

    with pytest.raises(Conflict):
        release(world, "binh", world.item(dossier_id))


def test_a_ballot_cannot_be_given_back(world):
    dossier_id = walk(world, "council_ballot")
    mine = next(i for i in world.items(dossier_id) if i.assignee_id == world.people["m1"])

    with pytest.raises(NotAllowed):
        release(world, "m1", mine)
