"""Whom a dossier honours does nothing on it that the diagram does not draw either, nor does a deputy for them."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from council_votes import close, open_vote, vote
from factories import NOON, World, propose, walk
from service import permissions
from service.commands.delegate import delegate
from service.commands.grant_role import grant_role
from service.commands.reassign_task import reassign_task
from service.commands.resume_dossier import resume_dossier
from service.commands.suspend_dossier import suspend_dossier
from service.commands.withdraw_dossier import withdraw_dossier
from service.db import reading, transaction
from service.errors import NotAllowed
from service.models import CouncilSession, Person, RoleGrant, WorkItem
from service.queries.sitting import sitting_page


def honouring(world: World, name: str, stage: str) -> UUID:
    """A dossier that honours somebody who signs in, at this task."""
    dossier_id = propose(world, nominee_person_id=world.people[name])
    return walk(world, stage, dossier_id)


def suspend(world: World, name: str, dossier_id: UUID) -> None:
    with transaction(world.database) as session:
        suspend_dossier(session, world.who(name), dossier_id, "Xác minh đơn thư", now=NOON)


def resume(world: World, name: str, dossier_id: UUID) -> None:
    with transaction(world.database) as session:
        resume_dossier(session, world.who(name), dossier_id, now=NOON)


def withdraw(world: World, name: str, dossier_id: UUID) -> None:
    with transaction(world.database) as session:
        withdraw_dossier(session, world.who(name), dossier_id, "Xin rút", now=NOON)


def hand(world: World, name: str, dossier_id: UUID, to: str) -> None:
    with transaction(world.database) as session:
        reassign_task(session, world.who(name), world.item(dossier_id).id, world.people[to], "Bận họp", now=NOON)


def deputise(world: World, name: str, deputy: str) -> None:
    with reading(world.database) as session:
        grant_id = session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == world.people[name])).one()
    first, last = NOON.date(), NOON.date()
    with transaction(world.database) as session:
        to = {"form": "TL", "basis": "Giấy ủy quyền số 3", "valid_from": first, "valid_to": last}
        delegate(session, None, grant_id, world.people[deputy], **to, now=NOON)


def test_the_nominee_does_not_choose_who_appraises_them(world: World) -> None:
    dossier_id = honouring(world, "lead", "appraisal")

    assert refused(hand, world, "lead", dossier_id, "binh") == "nominee"
    assert world.item(dossier_id).assignee_id is None


def test_nor_does_who_stands_in_for_the_nominee(world: World) -> None:
    dossier_id = honouring(world, "lead", "appraisal")
    deputise(world, "lead", "stranger")

    assert refused(hand, world, "stranger", dossier_id, "binh") == "delegator"
    assert refused(suspend, world, "stranger", dossier_id) == "delegator"


def test_a_task_on_a_proposal_of_ones_own_unit_is_handed_on_by_somebody_else(world: World) -> None:
    dossier_id = walk(world, "appraisal")
    with transaction(world.database) as session:
        session.execute(update(WorkItem).values(barred_unit_id=world.places["SGD"]))
        session.execute(update(Person).where(Person.id == world.people["lead"]).values(unit_id=world.places["SGD"]))

    assert refused(hand, world, "lead", dossier_id, "binh") == "own_unit"


def test_the_nominee_neither_suspends_nor_resumes(world: World) -> None:
    dossier_id = honouring(world, "lead", "appraisal")

    assert refused(suspend, world, "lead", dossier_id) == "nominee"
    suspend(world, "inspector", dossier_id)
    assert refused(resume, world, "lead", dossier_id) == "nominee"


def test_the_nominee_does_not_withdraw(world: World) -> None:
    dossier_id = honouring(world, "hung", "unit_approval")

    assert refused(withdraw, world, "hung", dossier_id) == "nominee"


def test_who_stands_in_for_the_nominee_does_not_withdraw(world: World) -> None:
    dossier_id = honouring(world, "hung", "unit_approval")
    deputise(world, "hung", "stranger")

    assert refused(withdraw, world, "stranger", dossier_id) == "delegator"


def test_a_secretary_does_not_close_the_vote_on_themselves(world: World) -> None:
    dossier_id = honouring(world, "secretary", "council_opening")
    with transaction(world.database) as session:
        grant_role(session, None, world.people["stranger"], "council_secretary", world.places["HV"], now=NOON)
    sitting = open_vote(world, [dossier_id], by="stranger")
    for member in world.members[:8]:
        vote(world, member, {dossier_id: "yes"})

    assert refused(close, world, sitting, "secretary") == "nominee"
    assert not offers_to_close(world, "secretary", sitting)
    assert offers_to_close(world, "stranger", sitting)
    close(world, sitting, by="stranger")


def test_who_is_named_by_an_exclusion_of_one_task_only_still_directs(world: World) -> None:
    dossier_id = walk(world, "agency_approval")
    with reading(world.database) as session:
        exclusions = permissions.exclusions_of(session, dossier_id)

    assert {one.element for one in exclusions if one.person_id == world.people["thu"]} == {
        "agency_approval",
        "signature",
    }
    assert permissions.honours(world.people["thu"], exclusions) is False


def offers_to_close(world: World, name: str, sitting: CouncilSession) -> bool:
    with reading(world.database) as session:
        return sitting_page(session, world.who(name), sitting.id).can_close


def refused(act, *how) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(NotAllowed) as refusal:
        act(*how)
    return refusal.value.reason.code
