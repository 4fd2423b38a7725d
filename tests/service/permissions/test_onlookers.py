"""Who of many may know of a dossier: the same answer as when each is asked alone."""

import pytest
from sqlalchemy import update

from factories import NOON, act, propose, walk
from service.clock import local_date
from service.db import reading, transaction
from service.models import Dossier, RoleGrant
from service.permissions import actors_among, can_see, onlookers, why_not_comment

STAGES = ("proposal", "unit_approval", "cluster_review", "appraisal", "council_opening", "council_ballot", "signature")


def both(world, dossier_id):
    """The rule asked once for everybody, and once for each."""
    with reading(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id)
        people = actors_among(session, world.people.values(), today=local_date(NOON))
        return onlookers(session, dossier, people), {one.id for one in people if can_see(session, one, dossier)}


def test_one_rule_is_read_two_ways_at_every_stage(world):
    dossier_id = propose(world)
    for stage in STAGES:
        together, alone = both(world, walk(world, stage, dossier_id))
        assert together == alone, stage


def test_without_roles_only_who_acted_or_opened_it_knows(world):
    dossier_id = propose(world)
    act(world, "lan", dossier_id)
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).values(ended_at=NOON))

    together, alone = both(world, dossier_id)

    assert together == alone == {world.people["lan"]}


@pytest.mark.parametrize("role", ["sys_admin", "publisher"])
def test_who_once_acted_and_now_runs_the_house_knows_of_it_no_more(world, role):
    dossier_id = propose(world)
    act(world, "lan", dossier_id)
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["lan"]).values(role=role))

    together, alone = both(world, dossier_id)

    assert together == alone
    assert world.people["lan"] not in together
    assert why_not_comment(world.who("lan"), ()).code == "running_the_house"


@pytest.mark.parametrize("people", [[], ["stranger"], ["lan", "vice"]])
def test_several_people_come_with_the_seats_they_have(world, people):
    ids = [world.people[name] for name in people]
    with reading(world.database) as session:
        found = actors_among(session, ids, today=local_date(NOON))

    assert {one.id: one for one in found} == {world.people[name]: world.who(name) for name in people}
