"""Handing a task to somebody else."""

import pytest

from factories import NOON, act, propose, walk
from service.commands.claim_task import claim_task
from service.commands.reassign_task import reassign_task
from service.db import transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import Event


def hand(world, name, item, to, reason="Nghỉ phép"):
    with transaction(world.database) as session:
        return reassign_task(session, world.who(name), item.id, world.people[to], reason, now=NOON)


def test_the_lead_hands_an_appraisal_to_another_appraiser(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), world.item(dossier_id).id, now=NOON)

    hand(world, "lead", world.item(dossier_id), "binh")

    assert world.item(dossier_id).assignee_id == world.people["binh"]
    assert "task_reassigned" in {e.kind for e in world.all(Event)}
    act(world, "binh", dossier_id)


def test_who_has_the_task_hands_it_on(world):
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        claim_task(session, world.who("thu"), world.item(dossier_id).id, now=NOON)

    hand(world, "thu", world.item(dossier_id), "binh")

    assert world.item(dossier_id).assignee_id == world.people["binh"]


def test_it_goes_to_nobody_who_could_not_do_it(world):
    dossier_id = walk(world, "appraisal")

    with pytest.raises(Refused) as refusal:
        hand(world, "lead", world.item(dossier_id), "intake")

    assert refusal.value.reason.values["name"] == "Intake"
    assert world.item(dossier_id).assignee_id is None


def test_handing_it_to_whoever_has_it_changes_nothing(world):
    dossier_id = walk(world, "appraisal")
    hand(world, "lead", world.item(dossier_id), "binh")
    before = world.item(dossier_id).claimed_at, len(world.all(Event))

    hand(world, "lead", world.item(dossier_id), "binh")

    assert (world.item(dossier_id).claimed_at, len(world.all(Event))) == before


def test_a_reason_is_wanted(world):
    dossier_id = walk(world, "appraisal")

    with pytest.raises(Refused):
        hand(world, "lead", world.item(dossier_id), "binh", reason="  ")


def test_a_colleague_does_not_hand_out_work(world):
    dossier_id = walk(world, "appraisal")

    with pytest.raises(NotAllowed):
        hand(world, "binh", world.item(dossier_id), "binh")


def test_the_head_of_another_unit_learns_nothing(world):
    dossier_id = propose(world)

    with pytest.raises(NotFound):
        hand(world, "son", world.item(dossier_id), "mai")


def test_what_is_done_is_not_handed_on(world):
    dossier_id = walk(world, "appraisal")
    item = world.item(dossier_id)
    act(world, "thu", dossier_id)

    with pytest.raises(Conflict):
        hand(world, "lead", item, "binh")


def test_a_ballot_stays_with_its_member(world):
    dossier_id = walk(world, "council_ballot")

    with pytest.raises(NotAllowed):
        hand(world, "lead", world.items(dossier_id)[0], "m2")
