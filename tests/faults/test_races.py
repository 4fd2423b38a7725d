"""Who acts at the same moment as somebody else: one wins, the other is told; nine votes are nine votes."""

import os
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select

from factories import NOON, USUAL, World, act, build_world, walk
from racing import Leg, Racers
from service import db
from service.events import dossier_stream, verify
from service.models import Answer, Ballot, RollEntry, WorkItem

ROUNDS = int(os.environ.get("ROUNDS", "50"))


FEW = max(1, ROUNDS // 5)
Race = Callable[[list[Leg]], list[str]]


@pytest.fixture(scope="module")
def racers() -> Iterator[Racers]:
    racers = Racers()
    yield racers
    racers.stop()


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    database = db.connect(database_url)
    yield build_world(database)
    database.dispose()


@pytest.fixture
def race(racers: Racers, database_url: str) -> Race:
    return lambda legs: racers.race(database_url, legs)


def test_of_two_who_complete_the_same_task_exactly_one_does(world: World, race: Race) -> None:
    for _ in range(ROUNDS):
        dossier_id = walk(world, "appraisal")
        item = world.item(dossier_id)
        legs = [Leg("complete", world.people[who], item.id, USUAL["appraisal"], NOON) for who in ("thu", "binh")]

        results = race(legs)

        assert sorted(results) == ["Conflict", "ok"]
        assert _count(world, Answer, Answer.work_item_id == item.id) == 1
        assert [open_item.element for open_item in world.items(dossier_id)] == ["agency_approval"]
        _chain_holds(world, dossier_id)


def test_of_a_claim_and_a_completion_at_once_the_item_goes_to_one(world: World, race: Race) -> None:
    for _ in range(ROUNDS):
        dossier_id = walk(world, "appraisal")
        item = world.item(dossier_id)
        claim = Leg("claim", world.people["binh"], item.id, None, NOON)
        complete = Leg("complete", world.people["thu"], item.id, USUAL["appraisal"], NOON)

        results = race([claim, complete])

        assert sorted(results) == ["Conflict", "ok"]
        with db.reading(world.database) as session:
            after = session.get_one(WorkItem, item.id)
        winner = world.people["binh" if results[0] == "ok" else "thu"]
        assert (after.closed_by_id or after.assignee_id) == winner
        _chain_holds(world, dossier_id)


def test_nine_members_who_vote_in_the_same_moment_all_succeed(world: World, race: Race) -> None:
    for _ in range(ROUNDS):
        dossier_id = walk(world, "council_ballot")
        items = world.items(dossier_id)
        task = items[0].task

        results = race([Leg("vote", item.assignee_id, item.id, "yes", NOON) for item in items])

        assert results == ["ok"] * 9
        assert _count(world, Ballot, Ballot.task == task) == 9
        assert _count(world, RollEntry, (RollEntry.task == task) & RollEntry.voted_on.is_not(None)) == 9
        assert [item.element for item in world.items(dossier_id)] == ["signature"]
        _chain_holds(world, dossier_id)


def test_a_member_who_votes_twice_at_once_has_one_ballot(world: World, race: Race) -> None:
    for _ in range(FEW):
        dossier_id = walk(world, "council_ballot")
        item = world.items(dossier_id)[0]

        results = race([Leg("vote", item.assignee_id, item.id, choice, NOON) for choice in ("yes", "no")])

        assert sorted(result == "ok" for result in results) == [False, True]
        assert _count(world, Ballot, Ballot.task == item.task) == 1
        _chain_holds(world, dossier_id)


def test_a_step_on_one_dossier_does_not_wait_for_another(world: World, race: Race) -> None:
    for _ in range(FEW):
        dossiers = [walk(world, "appraisal") for _ in range(2)]
        items = [world.item(dossier_id) for dossier_id in dossiers]
        legs = [Leg("complete", world.people["thu"], item.id, USUAL["appraisal"], NOON) for item in items]

        assert race(legs) == ["ok", "ok"]

    act(world, "lead", dossiers[0])
    _chain_holds(world, dossiers[0])


def test_of_a_claim_and_a_recall_at_once_exactly_one_wins(world: World, race: Race) -> None:
    for _ in range(ROUNDS):
        dossier_id = walk(world, "appraisal")
        done = world.item(dossier_id)
        act(world, "thu", dossier_id)
        opened = world.item(dossier_id)
        recall = Leg("recall", world.people["thu"], done.id, "Gửi nhầm", NOON)

        results = race([Leg("claim", world.people["lead"], opened.id, None, NOON), recall])

        assert sorted(results) == ["Conflict", "ok"]
        [still] = world.items(dossier_id)
        winner = ("agency_approval", "lead") if results[0] == "ok" else ("appraisal", "thu")
        assert (still.element, still.assignee_id) == (winner[0], world.people[winner[1]])
        _chain_holds(world, dossier_id)


def _count(world: World, table: type, condition: object) -> int:
    with db.reading(world.database) as session:
        return session.scalar(select(func.count()).select_from(table).where(condition)) or 0


def _chain_holds(world: World, dossier_id: object) -> None:
    with db.reading(world.database) as session:
        assert verify(session, dossier_stream(dossier_id)) is None
