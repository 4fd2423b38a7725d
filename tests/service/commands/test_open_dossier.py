"""Opening a dossier."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from factories import NOON, act, propose
from service.db import transaction
from service.errors import NotAllowed, NotFound, Refused
from service.models import Dossier, Draft, Event, Exclusion, Nominee, RoleGrant, Submission


def test_a_clerk_opens_a_dossier_with_a_code_and_the_first_task(world):
    dossier_id = propose(world)

    dossier, item = world.dossier(dossier_id), world.item(dossier_id)
    assert dossier.code == "HS-2026-000001"
    assert (dossier.stage, dossier.cluster_id, dossier.submitted_at) == ("proposal", world.places["K2"], None)
    assert (item.assignee_id, item.form) == (world.people["lan"], "proposal")
    assert [e.kind for e in world.all(Event) if e.dossier_id] == ["dossier_opened"]


def test_codes_run_on_within_a_year_and_begin_again_with_the_next(world):
    codes = [world.dossier(propose(world, now=NOON + timedelta(days=days))).code for days in (0, 1, 60)]

    assert codes == ["HS-2026-000001", "HS-2026-000002", "HS-2027-000001"]


def test_what_is_known_already_stands_in_the_form(world):
    propose(world, name="  Trần   Văn Bình ")

    assert world.all(Draft)[0].data["nominee_name"] == "Trần Văn Bình"


def test_another_nominee_on_the_letter_keeps_what_repeats(world):
    first = propose(world)
    act(world, "lan", first)

    second = propose(world, name="Lê Thị Hoa", like=first)

    assert len(world.all(Submission)) == 1
    assert world.dossier(second).round_id == world.dossier(first).round_id
    draft = next(d for d in world.all(Draft) if d.work_item_id == world.item(second).id)
    assert draft.data["letter_number"] == "15/TTr-SGDĐT"
    assert draft.data["nominee_name"] == "Lê Thị Hoa"
    assert "gender" not in draft.data


def test_the_letter_of_another_unit_cannot_be_used(world):
    first = propose(world, "mai")

    with pytest.raises(NotFound):
        propose(world, "lan", like=first)


@pytest.mark.parametrize("name", ["hung", "mai", "thu", "admin", "stranger"])
def test_only_the_units_own_clerk_proposes(world, name):
    with pytest.raises(NotAllowed):
        propose(world, name, unit_id=world.places["SGD"])


def test_a_clerk_whose_role_has_ended_proposes_nothing(world):
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["lan"]).values(ended_at=NOON))

    with pytest.raises(NotAllowed):
        propose(world)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"award_kind": "UNHEARD"}, "no_award"),
        ({"award_kind": "HH_TINH"}, "not_yet_open"),
        ({"nominee_kind": "household"}, "not_for"),
        ({"name": " "}, "no_name"),
        ({"name": "a" * 201}, "no_name"),
    ],
)
def test_what_cannot_be_proposed_is_refused_and_leaves_nothing(world, how, code):
    with pytest.raises(Refused) as refusal:
        propose(world, **how)

    assert refusal.value.reason.code == code
    assert world.all(Dossier) == world.all(Nominee) == []


def test_whom_it_honours_is_excluded_from_everything(world):
    propose(world, nominee_person_id=world.people["hung"])

    exclusion = world.all(Exclusion)[0]

    assert (exclusion.person_id, exclusion.element, exclusion.reason) == (world.people["hung"], None, "nominee")
