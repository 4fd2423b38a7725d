"""Which dossiers a person may know of."""

import pytest
from sqlalchemy import update

from factories import NOON, act, propose, walk
from service.db import reading, transaction
from service.models import RoleGrant
from service.permissions import can_see

EVERYBODY_ABOVE = {"intake", "thu", "binh", "lead", "secretary", "chair", "vice", "records", "inspector", "auditor"}


def seen_by(world, dossier_id):
    names = set(world.people)
    with reading(world.database) as session:
        dossier = world.dossier(dossier_id)
        return {name for name in names if can_see(session, world.who(name), dossier)}


@pytest.mark.parametrize(
    ("stage", "more"),
    [
        ("proposal", set()),
        ("unit_approval", set()),
        ("cluster_review", EVERYBODY_ABOVE | {"minh", "hoa"}),
        ("appraisal", EVERYBODY_ABOVE | {"minh", "hoa"}),
        ("council_opening", EVERYBODY_ABOVE | {"minh", "hoa"} | {f"m{seat}" for seat in range(1, 10)}),
        ("signature", EVERYBODY_ABOVE | {"minh", "hoa"} | {f"m{seat}" for seat in range(1, 10)}),
    ],
)
def test_a_dossier_is_known_to_those_it_has_reached(world, stage, more):
    assert seen_by(world, walk(world, stage)) == {"lan", "hung"} | more


def test_who_did_a_task_keeps_seeing_the_dossier(world):
    dossier_id = propose(world)
    act(world, "lan", dossier_id)

    with transaction(world.database) as session:
        session.execute(update(RoleGrant).values(ended_at=NOON))

    assert seen_by(world, dossier_id) == {"lan"}
