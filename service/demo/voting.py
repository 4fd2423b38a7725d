"""The sittings of the demo's council."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.clock import local_date
from service.commands.cast_ballots import cast_ballots
from service.commands.close_voting import close_voting
from service.commands.open_voting import open_voting
from service.demo.schedule import Act
from service.demo.stories import Stories, Story
from service.models import Person, WorkItem

_MEMBERS = 9


def play(session: Session, act: Act, stories: Stories, dossiers: Mapping[int, UUID], sittings: dict[str, UUID]) -> None:
    """Open, vote at, or close a sitting; the sittings opened so far are noted in `sittings`."""
    name = str(act.sitting)
    agenda = [story for story in stories.all if story.sitting == name]
    if act.verb == "open_voting":
        items = [_items(session, dossiers[story.number], "council_opening")[0] for story in agenda]
        secretary = _actor(session, "council.secretary", act)
        sittings[name] = open_voting(session, secretary, items, local_date(act.at), now=act.at).id
    elif act.verb == "close_voting":
        close_voting(session, _actor(session, "council.secretary", act), sittings[name], now=act.at)
    else:
        place = int(act.verb.removeprefix("vote."))
        member = _actor(session, f"council.m{_MEMBERS + 1 - place}", act)  # the Chair votes last
        _vote(session, act, member, dict(_votes(session, agenda, dossiers, member, place)))


def _vote(session: Session, act: Act, member: Actor, votes: Mapping[UUID, str]) -> None:
    for cast in cast_ballots(session, member, votes, now=act.at):
        if not cast.ok:
            raise RuntimeError(f"{member.username} on {cast.dossier_code}: {cast.reason}")


def _votes(
    session: Session, agenda: list[Story], dossiers: Mapping[int, UUID], member: Actor, place: int
) -> Iterator[tuple[UUID, str]]:
    """The n-th member votes where at least n have voted; who says no differs from dossier to dossier."""
    for story in agenda:
        if place <= story.votes:
            against = (place + story.number) % 9 >= story.in_favour
            for item in _items(session, dossiers[story.number], "council_ballot", member.id):
                yield item, "no" if against else "yes"


def _items(session: Session, dossier_id: UUID, task: str, person_id: UUID | None = None) -> list[UUID]:
    found = select(WorkItem.id).where(
        WorkItem.dossier_id == dossier_id, WorkItem.element == task, WorkItem.closed_at.is_(None)
    )
    return list(session.scalars(found.where(WorkItem.assignee_id == person_id) if person_id else found))


def _actor(session: Session, username: str, act: Act) -> Actor:
    person_id = session.scalars(select(Person.id).where(Person.username == username)).one()
    found = permissions.actor_of(session, person_id, today=local_date(act.at))
    if found is None:
        raise LookupError(username)
    return found
