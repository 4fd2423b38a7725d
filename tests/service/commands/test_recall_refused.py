"""Who does not take a step back, and when it is too late."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from factories import NOON, vote, walk
from service.commands.cast_ballots import cast_ballots
from service.commands.claim_task import claim_task
from service.commands.release_task import release_task
from service.commands.suspend_dossier import suspend_dossier
from service.commands.wake_dossier import wake_dossier
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import (
    Dossier,
    RoleGrant,
    WorkItem,
)
from service.permissions import why_not_recall
from taking_back import LATER, RETURN, done, take_back


def test_only_who_completed_it_takes_it_back(world):
    item = done(world, "thu", walk(world, "appraisal"))

    for name in ("binh", "lead", "lan", "auditor"):
        with pytest.raises(NotAllowed):
            take_back(world, name, item)
    with pytest.raises(NotFound):
        take_back(world, "mai", item)


def test_once_somebody_has_taken_what_came_next_it_is_too_late(world):
    dossier_id = walk(world, "agency_approval")
    item = next(one for one in world.all(WorkItem) if one.element == "appraisal")
    following = world.item(dossier_id)
    for verb in (claim_task, release_task):
        with transaction(world.database) as session:
            verb(session, world.who("lead"), following.id, now=LATER)

        with pytest.raises(Conflict) as conflict:
            take_back(world, "thu", item)
        assert (conflict.value.who, conflict.value.at) == ("Lead", LATER)


def test_an_earlier_step_is_not_taken_back(world):
    dossier_id = walk(world, "agency_approval")
    intake = next(one for one in world.all(WorkItem) if one.element == "intake")

    with pytest.raises(Conflict):
        take_back(world, "intake", intake)
    assert world.item(dossier_id).element == "agency_approval"


def test_nothing_is_taken_back_twice_or_while_open(world):
    dossier_id = walk(world, "appraisal")
    with pytest.raises(NotAllowed):
        take_back(world, "thu", world.item(dossier_id))
    item = done(world, "thu", dossier_id)
    take_back(world, "thu", item)

    with pytest.raises(NotAllowed):
        take_back(world, "thu", item)


@pytest.mark.parametrize("step", ["unit_approval", "issue"])
def test_what_has_ended_is_not_taken_back(world, step):
    dossier_id = walk(world, step)
    name, answers = {"unit_approval": ("hung", {"outcome": "reject", "opinion": "Không"}), "issue": ("records", None)}[
        step
    ]
    item = done(world, name, dossier_id, answers)

    with pytest.raises(Refused) as refused:
        take_back(world, name, item)
    assert refused.value.reason.code == "ended"


def test_a_vote_is_taken_back_only_until_the_first_ballot(world):
    dossier_id = walk(world, "council_ballot")
    opening = next(one for one in world.all(WorkItem) if one.element == "council_opening")
    ballot = world.items(dossier_id)[0]
    member = next(name for name, person in world.people.items() if person == ballot.assignee_id)
    with transaction(world.database) as session:
        cast_ballots(session, world.who(member), {ballot.id: "yes"}, now=LATER)

    with pytest.raises(Conflict):
        take_back(world, "secretary", opening)
    with pytest.raises(NotAllowed):
        take_back(world, member, ballot)


def test_a_concluded_vote_is_nobodys_to_take_back(world):
    dossier_id = walk(world, "council_ballot")
    vote(world, dossier_id)

    assert world.dossier(dossier_id).before is None


def test_a_suspended_dossier_stays_as_it_is(world):
    dossier_id = walk(world, "appraisal")
    item = done(world, "thu", dossier_id)
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Xác minh", now=LATER)

    with pytest.raises(Refused):
        take_back(world, "thu", item)


def test_after_a_deadline_it_is_too_late_rung_or_not(world):
    dossier_id = walk(world, "intake")
    item = done(world, "intake", dossier_id, RETURN)
    much_later = NOON + timedelta(days=40)

    with pytest.raises(Conflict):
        take_back(world, "intake", item, now=much_later)
    with transaction(world.database) as session:
        wake_dossier(session, dossier_id, now=much_later)
    with pytest.raises(Refused):
        take_back(world, "intake", item, now=much_later)


def test_who_has_lost_the_role_takes_nothing_back(world):
    item = done(world, "thu", walk(world, "appraisal"))
    with transaction(world.database) as session:
        session.execute(update(RoleGrant).where(RoleGrant.person_id == world.people["thu"]).values(ended_at=NOON))

    with pytest.raises(NotAllowed):
        take_back(world, "thu", item)


def test_a_reason_is_given(world):
    dossier_id = walk(world, "appraisal")
    item = done(world, "thu", dossier_id)

    for reason in ("", "  \n "):
        with pytest.raises(Refused):
            take_back(world, "thu", item, reason=reason)
    assert world.item(dossier_id).element == "agency_approval"


def test_a_state_that_was_tampered_with_is_never_put_back(world):
    dossier_id = walk(world, "appraisal")
    item = done(world, "thu", dossier_id)
    with transaction(world.database) as session:
        dossier = session.get_one(Dossier, dossier_id)
        dossier.before = {**dossier.before, "state": "e30="}

    with pytest.raises(Refused) as refused:
        take_back(world, "thu", item)
    assert refused.value.reason.code == "inexact"


def test_the_button_and_the_command_agree(world):
    dossier_id = walk(world, "appraisal")
    item = done(world, "thu", dossier_id)
    with reading(world.database) as session:
        item = session.get_one(WorkItem, item.id)
        item.dossier = session.get_one(Dossier, dossier_id)
        reasons = {n: why_not_recall(session, world.who(n), item, [], now=LATER) for n in ("thu", "binh", "lead")}

    assert [name for name, reason in reasons.items() if reason is None] == ["thu"]
