"""A sitting is closed with a quorum; who stayed away counts against."""

from uuid import UUID

import pytest

from council_votes import close, open_vote, vote
from factories import NOON, World, walk
from service.commands.resume_dossier import resume_dossier
from service.commands.suspend_dossier import suspend_dossier
from service.db import transaction
from service.errors import NotAllowed, Refused
from service.models import CouncilSession


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


def test_a_suspended_vote_waits_and_the_others_are_closed(world: World, waiting: UUID) -> None:
    other = walk(world, "council_opening")
    sitting = open_vote(world, [waiting, other])
    for member in world.members[:8]:
        vote(world, member, {waiting: "yes", other: "yes"})
    suspend(world, waiting)

    closed = close(world, sitting)

    assert closed.suspended == (world.dossier(waiting).code,)
    assert (world.dossier(waiting).stage, world.dossier(other).stage) == ("council_ballot", "signature")
    assert world.all(CouncilSession)[0].closed_at is None
    resume(world, waiting)
    assert close(world, sitting).suspended == ()
    assert world.dossier(waiting).stage == "signature"
    assert world.all(CouncilSession)[0].closed_at == NOON


def suspend(world: World, dossier_id: UUID) -> None:
    with transaction(world.database) as session:
        suspend_dossier(session, world.who("inspector"), dossier_id, "Đang xác minh đơn thư", now=NOON)


def resume(world: World, dossier_id: UUID) -> None:
    with transaction(world.database) as session:
        resume_dossier(session, world.who("inspector"), dossier_id, now=NOON)


def test_a_suspended_vote_is_not_closed(world: World, waiting: UUID) -> None:
    sitting = open_vote(world, [waiting])
    for member in world.members[:8]:
        vote(world, member, {waiting: "yes"})
    suspend(world, waiting)

    with pytest.raises(Refused):
        close(world, sitting)
