"""The council's secretary opens the vote: every member gets a ballot, or nothing happens."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from council_votes import TODAY, open_vote
from factories import NOON, SINCE, World, walk
from service.commands.open_voting import open_voting
from service.db import transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import Council, CouncilMembership, CouncilSession, RollEntry


def test_opening_puts_every_member_on_the_roll_with_a_ballot_of_their_own(world: World, waiting: UUID) -> None:
    sitting = open_vote(world, [waiting])

    roll = world.all(RollEntry)
    assert {entry.person_id for entry in roll} == {world.people[m] for m in world.members}
    assert {entry.session_id for entry in roll} == {sitting.id}
    assert {item.assignee_id for item in world.items(waiting)} == {world.people[m] for m in world.members}
    assert world.dossier(waiting).stage == "council_ballot"


def test_several_dossiers_are_opened_at_one_sitting(world: World, waiting: UUID) -> None:
    another = walk(world, "council_opening")

    sitting = open_vote(world, [waiting, another])

    assert {(entry.dossier_id, entry.session_id) for entry in world.all(RollEntry)} == {
        (waiting, sitting.id),
        (another, sitting.id),
    }


@pytest.mark.parametrize("name", ["m1", "lead", "admin", "stranger"])
def test_only_the_secretary_opens_a_vote(world: World, waiting: UUID, name: str) -> None:
    with pytest.raises(NotAllowed):
        open_vote(world, [waiting], by=name)

    assert world.all(CouncilSession) == []


def test_a_vote_that_is_open_already_is_a_conflict_and_opens_nothing_else(world: World, waiting: UUID) -> None:
    another = walk(world, "council_opening")
    item = world.item(waiting)
    open_vote(world, [waiting])

    with pytest.raises(Conflict), transaction(world.database) as session:
        open_voting(session, world.who("secretary"), [item.id, world.item(another).id], TODAY, now=NOON)

    assert world.dossier(another).stage == "council_opening"
    assert len(world.all(CouncilSession)) == 1


def test_nothing_chosen_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        open_vote(world, [])


@pytest.mark.parametrize(
    "held_on", [date.min, TODAY - timedelta(days=31), TODAY + timedelta(days=366), date.max], ids=str
)
def test_a_sitting_long_ago_or_far_ahead_is_refused(world: World, waiting: UUID, held_on: date) -> None:
    with pytest.raises(Refused, match="from"):
        open_vote(world, [waiting], held_on=held_on)

    assert world.all(CouncilSession) == []
    assert world.dossier(waiting).stage == "council_opening"


@pytest.mark.parametrize("days", [-30, 0, 365])
def test_a_sitting_some_weeks_ago_or_within_a_year_is_opened(world: World, waiting: UUID, days: int) -> None:
    sitting = open_vote(world, [waiting], held_on=TODAY + timedelta(days=days))

    assert sitting.held_on == TODAY + timedelta(days=days)


def test_a_task_that_opens_no_vote_is_refused(world: World) -> None:
    elsewhere = walk(world, "appraisal")

    with pytest.raises((NotAllowed, NotFound, Refused)):
        open_vote(world, [elsewhere])


def test_of_two_councils_the_one_that_sits_votes_and_no_one_of_the_other(world: World, waiting: UUID) -> None:
    convene(world, "OLD", ["lead", "m1"], until=TODAY - timedelta(days=1), council_id=UUID(int=1))
    convene(world, "NEW", ["chair", "m2"], council_id=UUID(int=2**128 - 1))

    sitting = open_vote(world, [waiting])

    assert {entry.person_id for entry in world.all(RollEntry)} == {world.people[m] for m in world.members}
    assert sitting.council_id == next(council.id for council in world.all(Council) if council.code == "HD")


def convene(world: World, code: str, members: list[str], *, council_id: UUID, until: date | None = None) -> None:
    with transaction(world.database) as session:
        session.add(Council(id=council_id, code=code, name=code))
        session.flush()
        for position, name in enumerate(members):
            who = {"council_id": council_id, "person_id": world.people[name], "seat": "member", "position": position}
            session.add(CouncilMembership(**who, valid_from=SINCE, valid_to=until, recorded_at=NOON))
