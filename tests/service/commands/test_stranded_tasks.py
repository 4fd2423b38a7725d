"""A task whose holder may no longer do it goes back to its group."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from factories import NOON, act, propose, walk
from service.commands.claim_task import claim_task
from service.commands.reassign_task import reassign_task
from service.commands.revoke_grant import revoke_grant
from service.commands.suspend_dossier import suspend_dossier
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed
from service.models import Delegation, Event, Incident, Person, RoleGrant
from service.queries.stranded import stranded_items
from working import work

YESTERDAY = NOON.date() - timedelta(days=1)


def claim(world, name, dossier_id):
    with transaction(world.database) as session:
        claim_task(session, world.who(name), world.item(dossier_id).id, now=NOON)


def take_by_handing_on(world, name, dossier_id):
    with transaction(world.database) as session:
        actor = world.who(name)
        reassign_task(session, actor, world.item(dossier_id).id, actor.id, "Hết thời hạn ủy quyền", now=NOON)


def revoke(world, name):
    with reading(world.database) as session:
        grant_id = session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == world.people[name])).one()
    with transaction(world.database) as session:
        revoke_grant(session, None, grant_id, reason="Chuyển công tác", now=NOON)


def change(world, statement):
    with transaction(world.database) as session:
        session.execute(statement)


def released(world):
    return [(event.actor_id, event.dossier_id) for event in world.all(Event) if event.kind == "task_released"]


def test_who_loses_the_role_gives_back_its_tasks_to_the_others(world):
    dossier_id = walk(world, "appraisal")
    claim(world, "thu", dossier_id)

    revoke(world, "thu")

    assert released(world) == [(None, dossier_id)]
    assert world.all(Incident) == []
    act(world, "binh", dossier_id)


def test_the_delegate_of_who_loses_the_role_gives_back_too(world):
    dossier_id = walk(world, "signature")
    claim(world, "vice", dossier_id)

    revoke(world, "chair")

    assert world.item(dossier_id).assignee_id is None
    assert [(i.rule, i.element) for i in world.all(Incident)] == [("nobody_may_act", "signature")]


def test_a_task_given_back_to_a_group_of_nobody_is_an_incident(world):
    dossier_id = propose(world)

    revoke(world, "lan")

    assert [(i.rule, i.dossier_id) for i in world.all(Incident)] == [("nobody_may_act", dossier_id)]


def test_other_tasks_stay_where_they_are(world):
    mine, other = walk(world, "appraisal"), walk(world, "appraisal")
    claim(world, "thu", mine)
    claim(world, "binh", other)

    revoke(world, "thu")

    assert world.item(mine).assignee_id is None
    assert world.item(other).assignee_id == world.people["binh"]


def test_a_ballot_stays_on_the_roll_of_its_member(world):
    dossier_id = walk(world, "council_ballot")

    revoke(world, "m1")

    assert len([i for i in world.items(dossier_id) if i.assignee_id == world.people["m1"]]) == 1


def test_what_a_delegate_took_goes_back_when_the_delegation_is_over(world):
    dossier_id = walk(world, "signature")
    claim(world, "vice", dossier_id)
    change(world, update(Delegation).values(valid_to=YESTERDAY))

    assert work(world, NOON)["released"] == 1

    assert work(world, NOON)["released"] == 0
    assert released(world) == [(None, dossier_id)]
    act(world, "chair", dossier_id)


@pytest.mark.parametrize(
    "leave",
    [
        lambda person: update(Person).where(Person.id == person).values(left_at=NOON),
        lambda person: update(RoleGrant).where(RoleGrant.person_id == person).values(valid_to=YESTERDAY),
    ],
)
def test_what_a_person_took_goes_back_when_they_are_gone(world, leave):
    dossier_id = walk(world, "appraisal")
    claim(world, "thu", dossier_id)
    change(world, leave(world.people["thu"]))

    assert work(world, NOON)["released"] == 1

    act(world, "binh", dossier_id)


def test_nothing_is_given_back_while_its_holder_may_do_it_or_the_dossier_stands_still(world):
    kept, still = walk(world, "appraisal"), walk(world, "signature")
    claim(world, "thu", kept)
    claim(world, "vice", still)
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), still, "Xác minh", now=NOON)
    change(world, update(Delegation).values(valid_to=YESTERDAY))

    assert work(world, NOON)["released"] == 0


def test_however_many_are_taken_a_few_at_a_time_are_looked_at(world):
    first, kept, last = walk(world, "appraisal"), walk(world, "appraisal"), walk(world, "appraisal")
    for name, dossier_id in (("thu", first), ("binh", kept), ("thu", last)):
        claim(world, name, dossier_id)
    change(world, update(RoleGrant).where(RoleGrant.person_id == world.people["thu"]).values(valid_to=YESTERDAY))

    with reading(world.database) as session:
        found = [stranded_items(session, today=NOON.date(), at_once=most) for most in (1, 2, 3, 500)]
        kept_in_memory = list(session.identity_map)

    assert found == [sorted([world.item(first).id, world.item(last).id])] * 4
    assert kept_in_memory == []


def test_a_colleague_takes_what_its_holder_may_no_longer_do(world):
    dossier_id = walk(world, "signature")
    claim(world, "vice", dossier_id)
    change(world, update(Delegation).values(valid_to=YESTERDAY))

    claim(world, "chair", dossier_id)

    assert world.item(dossier_id).assignee_id == world.people["chair"]
    assert world.all(Incident) == []


def test_a_colleague_hands_on_what_its_holder_may_no_longer_do(world):
    dossier_id = walk(world, "signature")
    claim(world, "vice", dossier_id)
    change(world, update(Delegation).values(valid_to=YESTERDAY))

    take_by_handing_on(world, "chair", dossier_id)

    assert world.item(dossier_id).assignee_id == world.people["chair"]


def test_a_colleague_takes_nothing_from_a_holder_who_may_do_it(world):
    dossier_id = walk(world, "signature")
    claim(world, "vice", dossier_id)

    with pytest.raises(Conflict):
        claim(world, "chair", dossier_id)
    with pytest.raises(NotAllowed):
        take_by_handing_on(world, "chair", dossier_id)
