"""A member's ballots: each counts once, stands nowhere else, and the last one decides."""

from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from council_votes import TODAY, cast, mine, open_vote, vote
from counting import counted
from factories import NOON, World, build_world, propose, walk
from people_acts import grant, grant_of
from service.chain import verify
from service.commands.cast_ballots import cast_ballots
from service.commands.revoke_grant import revoke_grant
from service.commands.suspend_dossier import suspend_dossier
from service.db import reading, transaction
from service.errors import NotAllowed
from service.models import Answer, Ballot, Event, EventDetail, RollEntry, WorkItem
from service.queries.ballots import ballot_papers


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
    assert "blank" not in written(world)
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

    assert (foreign.ok, foreign.dossier_code, foreign.reason and foreign.reason.code) == (False, "", "gone")
    assert world.all(Ballot) == []


def test_who_has_come_to_run_the_house_votes_no_more_and_is_told_nothing_of_the_dossier(
    world: World, waiting: UUID
) -> None:
    open_vote(world, [waiting])
    with transaction(world.database) as session:
        revoke_grant(session, None, grant_of(world, "m1").id, reason="Chuyển công tác", now=NOON)
    grant(world, "m1", "publisher")

    [cast] = vote(world, "m1", {waiting: "yes"})

    assert (cast.ok, cast.dossier_code, cast.reason and cast.reason.code) == (False, "", "gone")
    assert world.all(Ballot) == []
    with reading(world.database) as session, pytest.raises(NotAllowed):
        ballot_papers(session, world.who("m1"))


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


def written(world: World) -> str:
    """Everything in the tables where a choice must not stand, as text."""
    tables = [Event, EventDetail, WorkItem, Answer, RollEntry]
    return " ".join(str(vars(row)) for table in tables for row in world.all(table))
