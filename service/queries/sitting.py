"""One sitting of the council: who has voted on each dossier, and the count of every vote that is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.errors import NotAllowed, NotFound
from service.models import (
    AwardKind,
    Ballot,
    Council,
    CouncilSession,
    Dossier,
    Nominee,
    Person,
    RollEntry,
    Status,
    WorkItem,
)
from service.permissions import exclusions_among, why_not_close_voting
from service.votes import needed


@dataclass(frozen=True, slots=True)
class Member:
    """One name on the roll, and whether they have voted; never what."""

    name: str
    position: str
    voted: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote on one dossier; `tally` (choice: how many) is there only once it is over."""

    code: str
    nominee: str
    award: str
    secret: bool
    members: tuple[Member, ...]
    needed: int
    """How many must have voted before it may be closed."""
    suspended: bool
    """Whether the dossier is suspended: its vote stays open meanwhile."""
    passes_at: int
    """How many must say yes."""
    tally: dict[str, int] | None

    @property
    def voted(self) -> int:
        """How many have voted."""
        return sum(member.voted for member in self.members)

    @property
    def has_quorum(self) -> bool:
        """Whether it may be closed now."""
        return self.voted >= self.needed


@dataclass(frozen=True, slots=True)
class SittingPage:
    """A sitting with all its votes."""

    sitting: CouncilSession
    council: str
    votes: tuple[Vote, ...]
    honoured: bool
    """Whether a dossier of the sitting honours the reader, or whom they act for: then another closes it."""

    @property
    def can_close(self) -> bool:
        """Whether each vote that is not suspended has its quorum, and the reader has no part in the sitting."""
        running = [vote for vote in self.votes if not vote.tally]
        free = [vote for vote in running if not vote.suspended]
        if self.sitting.closed_at is not None or self.honoured or (running and not free):
            return False
        return all(vote.has_quorum for vote in free)


def sitting_page(session: Session, actor: Actor, sitting_id: UUID) -> SittingPage:
    """A sitting for the council's secretary. Raises NotAllowed or NotFound."""
    if reason := why_not_close_voting(actor):
        raise NotAllowed(reason)
    found = session.execute(
        select(CouncilSession, Council.name)
        .join(Council, Council.id == CouncilSession.council_id)
        .where(CouncilSession.id == sitting_id)
    ).one_or_none()
    if found is None:
        raise NotFound(str(sitting_id))
    return SittingPage(found[0], found[1], _votes(session, sitting_id), _honoured(session, actor, sitting_id))


def _honoured(session: Session, actor: Actor, sitting_id: UUID) -> bool:
    dossiers = session.scalars(
        select(RollEntry.dossier_id)
        .join(Dossier, Dossier.id == RollEntry.dossier_id)
        .where(RollEntry.session_id == sitting_id, Dossier.status != Status.ENDED)
        .distinct()
    )
    return why_not_close_voting(actor, exclusions_among(session, dossiers.all())) is not None


def _votes(session: Session, sitting_id: UUID) -> tuple[Vote, ...]:
    rolls: dict[str, list[Any]] = {}
    for row in session.execute(_ROLLS.where(RollEntry.session_id == sitting_id)):
        rolls.setdefault(row.task, []).append(row)
    running = set(
        session.scalars(select(WorkItem.task).where(WorkItem.task.in_(rolls), WorkItem.closed_at.is_(None)).distinct())
    )
    tallies = _tallies(session, rolls.keys() - running)
    return tuple(_vote(roll, tallies.get(task)) for task, roll in rolls.items())


def _tallies(session: Session, over: Iterable[str]) -> dict[str, dict[str, int]]:
    """The counts of votes that are over; a running one is never counted here."""
    tallies = {task: {"yes": 0, "no": 0, "blank": 0} for task in over}
    counted = select(Ballot.task, Ballot.choice, func.count()).where(Ballot.task.in_(tallies))
    for task, choice, count in session.execute(counted.group_by(Ballot.task, Ballot.choice)):
        tallies[task][choice] = count
    return tallies


def _vote(roll: list[Any], tally: dict[str, int] | None) -> Vote:
    first, members = roll[0], len(roll)
    return Vote(
        code=first.code,
        nominee=first.nominee,
        award=first.award,
        secret=first.vote == "secret",
        members=tuple(Member(row.name, row.position, row.voted_on is not None) for row in roll),
        needed=needed(first.quorum, members),
        suspended=first.status == Status.SUSPENDED,
        passes_at=needed(first.threshold, members),
        tally=tally,
    )


_ROLLS = (
    select(
        RollEntry.task,
        RollEntry.voted_on,
        Person.name,
        Person.position,
        Dossier.code,
        Dossier.status,
        Nominee.name.label("nominee"),
        AwardKind.name.label("award"),
        AwardKind.vote,
        AwardKind.quorum,
        AwardKind.threshold,
    )
    .join(Person, Person.id == RollEntry.person_id)
    .join(Dossier, Dossier.id == RollEntry.dossier_id)
    .join(Nominee, Nominee.id == Dossier.nominee_id)
    .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
    .order_by(Dossier.id, RollEntry.task, Person.name_order)
)
