"""The council's vote: opened by its secretary, cast by its members, decided by its rule or closed with a quorum."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect, select

from counting import counted
from factories import NOON, World, build_world, propose, walk
from service.chain import verify
from service.clock import local_date
from service.commands.cast_ballots import Cast, cast_ballots
from service.commands.close_voting import close_voting
from service.commands.open_voting import open_voting
from service.commands.suspend_dossier import suspend_dossier
from service.db import reading, transaction
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import Answer, Ballot, CouncilSession, Event, EventDetail, RollEntry, WorkItem

TODAY = local_date(NOON)


@pytest.fixture
def waiting(world: World) -> UUID:
    """A dossier that waits for the vote to be opened."""
    return walk(world, "council_opening")


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


def test_a_task_that_opens_no_vote_is_refused(world: World) -> None:
    elsewhere = walk(world, "appraisal")

    with pytest.raises((NotAllowed, NotFound, Refused)):
        open_vote(world, [elsewhere])


def test_a_vote_counts_and_the_roll_says_who_voted(world: World, waiting: UUID) -> None:
    open_vote(world, [waiting])

    [cast] = vote(world, "m1", {waiting: "no"})

    assert (cast.ok, cast.dossier_code) == (True, world.dossier(waiting).code)
    assert [entry.voted_on for entry in world.all(RollEntry) if entry.person_id == world.people["m1"]] == [TODAY]
    assert [ballot.choice for ballot in world.all(Ballot)] == ["no"]
    assert len(world.items(waiting)) == 8


def test_a_choice_stands_in_its_ballot_and_nowhere_else(world: World, waiting: UUID) -> None:
    before = {row.work_item_id for row in world.all(Answer)}
    open_vote(world, [waiting])

    vote(world, "m1", {waiting: "blank"})

    assert not [row for row in world.all(Answer) if row.element == "council_ballot"]
    assert "blank" not in written(world, but="ballot")
    assert before < {row.work_item_id for row in world.all(Answer)}  # the opening itself is answered


@pytest.mark.parametrize(("award", "named"), [("BK_TINH", True), ("CSTDT", False)])
def test_only_an_open_votes_ballot_names_its_member(world: World, award: str, named: bool) -> None:
    dossier = walk(world, "council_opening", propose(world, award_kind=award))
    open_vote(world, [dossier])

    vote(world, "m1", {dossier: "yes"})

    assert [ballot.roll_entry_id is not None for ballot in world.all(Ballot)] == [named]


def test_voting_twice_is_told_and_counts_once(world: World, waiting: UUID) -> None:
    open_vote(world, [waiting])
    item = mine(world, "m1", waiting)
    vote(world, "m1", {waiting: "yes"})

    [again] = cast(world, "m1", {item: "no"})

    assert (again.ok, again.reason and again.reason.code) == (False, "not_open")
    assert [ballot.choice for ballot in world.all(Ballot)] == ["yes"]


def test_nobody_casts_the_ballot_of_another(world: World, waiting: UUID) -> None:
    open_vote(world, [waiting])

    [foreign] = cast(world, "m2", {mine(world, "m1", waiting): "yes"})

    assert (foreign.ok, foreign.dossier_code) == (False, "") or foreign.reason is not None
    assert world.all(Ballot) == []


@pytest.mark.parametrize("choice", ["", "maybe", "YES", "yes "])
def test_a_choice_nobody_knows_is_told(world: World, waiting: UUID, choice: str) -> None:
    open_vote(world, [waiting])

    [cast] = vote(world, "m1", {waiting: choice})

    assert (cast.ok, cast.reason and cast.reason.code) == (False, "choice")
    assert world.all(Ballot) == []


def test_one_refused_row_does_not_stop_the_others(world: World, waiting: UUID) -> None:
    held_up = walk(world, "council_opening")
    open_vote(world, [waiting, held_up])
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), held_up, "Đang xác minh đơn thư", now=NOON)

    results = {cast.dossier_code: cast for cast in vote(world, "m1", {waiting: "yes", held_up: "yes"})}

    assert results[world.dossier(waiting).code].ok
    refused = results[world.dossier(held_up).code]
    assert (refused.ok, refused.reason and refused.reason.code) == (False, "suspended")


@pytest.mark.parametrize(
    ("award", "yes", "stage"),
    [
        ("BK_TINH", 7, "signature"),
        ("BK_TINH", 6, "rejected_by_vote"),
        ("CSTDT", 9, "signature"),
        ("CSTDT", 8, "rejected_by_vote"),
    ],
)
def test_the_last_ballot_decides(world: World, award: str, yes: int, stage: str) -> None:
    dossier = walk(world, "council_opening", propose(world, award_kind=award))
    open_vote(world, [dossier])

    for place, member in enumerate(world.members):
        vote(world, member, {dossier: "yes" if place < yes else "blank"})

    assert world.dossier(dossier).stage == stage
    with reading(world.database) as session:
        assert verify(session, f"dossier/{dossier}") is None


def test_a_sitting_is_closed_with_a_quorum_and_who_stayed_away_counts_against(world: World, waiting: UUID) -> None:
    sitting = open_vote(world, [waiting])
    for member in world.members[:6]:
        vote(world, member, {waiting: "yes"})

    close(world, sitting)

    assert world.dossier(waiting).stage == "rejected_by_vote"  # 6 of 9 is less than seventy in a hundred
    assert world.items(waiting) == []
    assert world.all(CouncilSession)[0].closed_by_id == world.people["secretary"]


def test_without_a_quorum_the_missing_are_named_and_nothing_is_closed(world: World, waiting: UUID) -> None:
    sitting = open_vote(world, [waiting])
    for member in world.members[:5]:
        vote(world, member, {waiting: "yes"})

    with pytest.raises(Refused) as refused:
        close(world, sitting)

    assert refused.value.reason.values["names"] == "M6, M7, M8, M9"
    assert refused.value.reason.values["needed"] == 6
    assert world.dossier(waiting).stage == "council_ballot"
    assert world.all(CouncilSession)[0].closed_at is None


def test_a_sitting_whose_votes_are_all_decided_is_closed_once(world: World, waiting: UUID) -> None:
    sitting = open_vote(world, [waiting])
    for member in world.members:
        vote(world, member, {waiting: "yes"})

    close(world, sitting)

    assert world.dossier(waiting).stage == "signature"
    with pytest.raises(Refused):
        close(world, sitting)


@pytest.mark.parametrize("name", ["m1", "lead", "stranger"])
def test_only_the_secretary_closes_a_sitting(world: World, waiting: UUID, name: str) -> None:
    sitting = open_vote(world, [waiting])

    with pytest.raises(NotAllowed):
        close(world, sitting, by=name)


def test_a_suspended_vote_is_not_closed(world: World, waiting: UUID) -> None:
    sitting = open_vote(world, [waiting])
    for member in world.members[:8]:
        vote(world, member, {waiting: "yes"})
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), waiting, "Đang xác minh đơn thư", now=NOON)

    with pytest.raises(Refused):
        close(world, sitting)


@pytest.mark.parametrize("members", [9, 200])
def test_a_ballot_costs_nine_statements_and_the_last_one_twelve_whatever_the_council(
    database: Engine, members: int
) -> None:
    world = build_world(database, members=members)
    dossier = walk(world, "council_opening")
    open_vote(world, [dossier])

    first = cost_of_voting(world, world.members[0], dossier)
    everybody_else_votes(world, world.members[1:-1], dossier)
    last = cost_of_voting(world, world.members[-1], dossier)

    assert world.dossier(dossier).stage == "signature"
    assert (first, last) == (9, 12)


def cost_of_voting(world: World, member: str, dossier: UUID) -> int:
    """How many statements it takes, from the command's first to the commit."""
    item, actor = mine(world, member, dossier), world.who(member)
    with counted(world.database) as said, transaction(world.database) as session:
        cast_ballots(session, actor, {item: "yes"}, now=NOON)
    return len(said)


def everybody_else_votes(world: World, members: list[str], dossier: UUID) -> None:
    """The members vote yes, written at once: two hundred commands would take long."""
    people = {world.people[member] for member in members}
    with transaction(world.database) as session:
        roll = session.scalars(select(RollEntry).where(RollEntry.person_id.in_(people))).all()
        for entry in roll:
            entry.voted_on = TODAY
            session.add(Ballot(task=entry.task, choice="yes", roll_entry_id=entry.id))
        of_dossier = select(WorkItem).where(WorkItem.dossier_id == dossier, WorkItem.assignee_id.in_(people))
        for item in session.scalars(of_dossier.where(WorkItem.panel)):
            item.closed_at = NOON


def open_vote(world: World, dossiers: list[UUID], by: str = "secretary") -> CouncilSession:
    items = [world.item(dossier).id for dossier in dossiers]
    with transaction(world.database) as session:
        return open_voting(session, world.who(by), items, TODAY, now=NOON)


def vote(world: World, member: str, choices: Mapping[UUID, str]) -> list[Cast]:
    return cast(world, member, {mine(world, member, dossier): choice for dossier, choice in choices.items()})


def cast(world: World, member: str, votes: Mapping[UUID, str]) -> list[Cast]:
    with transaction(world.database) as session:
        return cast_ballots(session, world.who(member), votes, now=NOON)


def close(world: World, sitting: CouncilSession, by: str = "secretary") -> None:
    with transaction(world.database) as session:
        close_voting(session, world.who(by), sitting.id, now=NOON)


def mine(world: World, member: str, dossier: UUID) -> UUID:
    with reading(world.database) as session:
        item = select(WorkItem.id).where(WorkItem.dossier_id == dossier, WorkItem.assignee_id == world.people[member])
        return session.scalars(item.where(WorkItem.element == "council_ballot")).one()


def written(world: World, but: str) -> str:
    """Everything in the tables but one, as text."""
    assert {"event", "event_detail"} <= set(inspect(world.database).get_table_names())
    tables = [Event, EventDetail, WorkItem, Answer, RollEntry]
    return " ".join(str(vars(row)) for table in tables if table.__tablename__ != but for row in world.all(table))
