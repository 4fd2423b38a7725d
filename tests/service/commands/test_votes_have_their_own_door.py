"""A vote is opened at a sitting and cast on the ballot sheet; no other way leads there."""

import pytest

from factories import World, propose, walk
from service.commands.complete_task import complete_task
from service.commands.save_draft import save_draft
from service.db import transaction
from service.errors import Refused
from service.models import CouncilSession, Draft, RollEntry


def test_a_vote_is_not_opened_without_a_sitting(world: World, noon: object) -> None:
    item = world.item(walk(world, "council_opening"))
    secretary = world.who("secretary")

    with pytest.raises(Refused, match="sitting"), transaction(world.database) as session:
        complete_task(session, secretary, item.id, {"session_date": "25/11/2026"}, now=noon)

    assert world.all(RollEntry) == []


def test_every_roll_belongs_to_a_sitting(world: World) -> None:
    walk(world, "council_ballot")

    [sitting] = world.all(CouncilSession)
    assert {entry.session_id for entry in world.all(RollEntry)} == {sitting.id}


def test_a_choice_is_never_kept_as_a_draft(world: World, noon: object) -> None:
    item = world.items(walk(world, "council_ballot"))[0]
    member = next(name for name in world.members if world.people[name] == item.assignee_id)

    with pytest.raises(Refused), transaction(world.database) as session:
        save_draft(session, world.who(member), item.id, {"vote": "no"}, now=noon)

    assert [draft for draft in world.all(Draft) if draft.work_item_id == item.id] == []


def test_a_member_whom_the_dossier_honours_is_not_on_its_roll(world: World) -> None:
    honoured = world.people["m1"]
    dossier_id = walk(world, "council_ballot", propose(world, nominee_person_id=honoured))

    roll = {entry.person_id for entry in world.all(RollEntry) if entry.dossier_id == dossier_id}

    assert roll == {world.people[name] for name in world.members} - {honoured}
