"""A council at work: opening a vote, casting ballots, closing the sitting."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from factories import NOON, World
from service.clock import local_date
from service.commands.cast_ballots import Cast, cast_ballots
from service.commands.close_voting import Closed, close_voting
from service.commands.open_voting import open_voting
from service.db import reading, transaction
from service.models import CouncilSession, WorkItem

TODAY = local_date(NOON)


def open_vote(world: World, dossiers: list[UUID], by: str = "secretary", held_on: date = TODAY) -> CouncilSession:
    """The secretary opens the vote on these dossiers."""
    items = [world.item(dossier).id for dossier in dossiers]
    with transaction(world.database) as session:
        return open_voting(session, world.who(by), items, held_on, now=NOON)


def vote(world: World, member: str, choices: Mapping[UUID, str]) -> list[Cast]:
    """The member votes on these dossiers."""
    return cast(world, member, {mine(world, member, dossier): choice for dossier, choice in choices.items()})


def cast(world: World, member: str, votes: Mapping[UUID, str]) -> list[Cast]:
    """The member hands in ballots by work item."""
    with transaction(world.database) as session:
        return cast_ballots(session, world.who(member), votes, now=NOON)


def close(world: World, sitting: CouncilSession, by: str = "secretary") -> Closed:
    """The secretary closes the sitting."""
    with transaction(world.database) as session:
        return close_voting(session, world.who(by), sitting.id, now=NOON)


def mine(world: World, member: str, dossier: UUID) -> UUID:
    """The member's own ballot, open or cast."""
    with reading(world.database) as session:
        item = select(WorkItem.id).where(WorkItem.dossier_id == dossier, WorkItem.assignee_id == world.people[member])
        return session.scalars(item.where(WorkItem.element == "council_ballot")).one()
