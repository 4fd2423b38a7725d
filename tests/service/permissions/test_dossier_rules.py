"""Who may do what a diagram does not draw."""

import pytest

from factories import walk
from service import permissions
from service.db import reading
from service.models import Dossier

SECRETARY = {"secretary"}


def allowed(world, rule, *about):
    return {name for name in world.people if rule(world.who(name), *about) is None}


def test_only_the_secretary_opens_and_closes_voting(world):
    assert allowed(world, permissions.why_not_open_voting) == SECRETARY
    assert allowed(world, permissions.why_not_close_voting) == SECRETARY


def test_only_a_units_clerk_proposes_for_it(world):
    assert allowed(world, permissions.why_not_propose, world.places["SGD"]) == {"lan"}


def test_only_the_inspectorate_and_the_lead_suspend(world):
    assert allowed(world, permissions.why_not_suspend, ()) == {"inspector", "lead"}


@pytest.mark.parametrize(
    ("stage", "who"),
    [
        ("proposal", {"lan"}),
        ("unit_approval", {"hung"}),
        ("cluster_review", {"minh"}),
        ("appraisal", {"thu", "binh"}),
        ("council_ballot", set()),
        ("signature", {"chair", "vice"}),
    ],
)
def test_papers_come_from_whoever_has_the_task(world, stage, who):
    dossier_id = walk(world, stage)
    with reading(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id)
        items = [session.merge(item, load=False) for item in world.items(dossier_id)]
        exclusions = permissions.exclusions_of(session, dossier_id)
        for item in items:
            item.dossier = dossier

        assert allowed(world, permissions.why_not_attach, dossier, items, exclusions) == who


def test_a_superior_directs_only_their_own_people(world):
    item = world.item(walk(world, "unit_approval"))

    assert {name for name in world.people if permissions.superior_of(world.who(name), item, ())} == set()
    item = world.item(walk(world, "appraisal"))
    assert {name for name in world.people if permissions.superior_of(world.who(name), item, ())} == {"lead"}
