"""Votes in which a member has still to vote, and those of the same sittings: who has still to vote, and who could."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, func, or_, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import Absence, AwardKind, Dossier, Exclusion, RollEntry, Status, WorkItem
from service.permissions import actors_among, exclusions_among, unfit
from service.processes import definition_named
from service.queries.holding import Away
from service.votes import is_decided, needed, rule_of


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A vote with the ballots that have still to be cast, and everybody who could cast them."""

    person_id: UUID
    ballots: Sequence[Any]
    members: int
    rule: str
    actors: Mapping[UUID, Actor]
    away: Collection[Away]
    exclusions: Collection[Exclusion]

    @property
    def about(self) -> Any:
        """What all its ballots have in common: task, sitting, dossier, title, the day it is due."""
        return self.ballots[0]

    @property
    def own(self) -> Any | None:
        """The member's ballot; None when it is cast, or the vote is only of the same sitting."""
        return next((one for one in self.ballots if one.assignee_id == self.person_id), None)

    @property
    def member(self) -> Actor | None:
        """The member with all seats of today; None when they have left."""
        return self.actors.get(self.person_id)

    @property
    def least(self) -> int:
        """How many must have voted before the secretary may close it."""
        return needed(self.about.quorum, self.members)

    @property
    def closed_with(self) -> UUID | None:
        """The sitting it is closed with; none while its dossier is suspended, for the others are closed without it."""
        sitting: UUID | None = self.about.session_id
        return None if self.about.status == Status.SUSPENDED else sitting

    def castable(self, actor: Actor | None) -> bool:
        """Whether the member, with what they would then hold, may cast their ballot."""
        return self.own is not None and actor is not None and unfit(actor, self.own, self.exclusions) is None

    def expected(self, first: date, today: date) -> date:
        """The last day on which its ballots count as coming: it is due then, or overdue already."""
        due: date = self.about.due_on
        return due if due >= today else max(first, today)

    def able(self, day: date, *, without_own: bool) -> int:
        """How many will have voted on that day, the member among them unless their ballot is lost."""
        lost = (not self._comes(one, day) or (without_own and one is self.own) for one in self.ballots)
        return self.members - sum(lost)

    def decided_by(self, able: int) -> bool:
        """Whether so many ballots end the vote by its own rule."""
        return is_decided(self.rule, able, self.members)

    def _comes(self, ballot: Any, day: date) -> bool:
        actor = self.actors.get(ballot.assignee_id)
        if actor is None or unfit(actor, ballot, self.exclusions):
            return False
        return not any(one.person_id == actor.id and one.first <= day <= one.last for one in self.away)


def open_votes(session: Session, person_id: UUID, today: date) -> list[OpenVote]:
    """The soonest due first; five statements, or one where the member has no open ballot."""
    ballots: dict[str, list[Any]] = defaultdict(list)
    for ballot in session.execute(_BALLOTS.where(WorkItem.task.in_(_tasks_about(person_id)))):
        ballots[ballot.task].append(ballot)
    if not ballots:
        return []
    read = _reader(session, ballots, today)
    return [read(person_id, of_vote) for of_vote in ballots.values()]


_BALLOTS = (
    select(
        WorkItem.task,
        WorkItem.dossier_id,
        WorkItem.element,
        WorkItem.title,
        WorkItem.role,
        WorkItem.assignee_id,
        WorkItem.panel,
        WorkItem.due_on,
        RollEntry.session_id,
        Dossier.code,
        Dossier.status,
        Dossier.definition,
        Dossier.version_id,
        AwardKind.quorum,
    )
    .join(Dossier, Dossier.id == WorkItem.dossier_id)
    .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
    .outerjoin(RollEntry, (RollEntry.task == WorkItem.task) & (RollEntry.person_id == WorkItem.assignee_id))
    .where(WorkItem.panel, WorkItem.closed_at.is_(None))
    .order_by(WorkItem.due_on, WorkItem.dossier_id)
)


def _tasks_about(person_id: UUID) -> CompoundSelect[str]:
    """The votes in which the member has still to vote, and those of the same sittings.

    A union: for one or the other PostgreSQL would look through every open item.
    """
    open_ballot = (WorkItem.assignee_id == person_id, WorkItem.panel, WorkItem.closed_at.is_(None))
    own = select(WorkItem.task).where(*open_ballot)
    sittings = select(RollEntry.session_id).where(RollEntry.task.in_(own), RollEntry.session_id.is_not(None))
    return own.union(select(RollEntry.task).where(RollEntry.session_id.in_(sittings)))


def _reader(session: Session, votes: Mapping[str, Sequence[Any]], today: date) -> Callable[[UUID, list[Any]], OpenVote]:
    """What makes a vote of its open ballots, of everything read once for all of them."""
    ballots = [one for of_vote in votes.values() for one in of_vote]
    people = {ballot.assignee_id for ballot in ballots}
    rolls = select(RollEntry.task, func.count()).where(RollEntry.task.in_(votes)).group_by(RollEntry.task)
    members = {task: count for task, count in session.execute(rolls)}
    actors = {actor.id: actor for actor in actors_among(session, people, today=today)}
    away = _absences(session, people, today)
    excluded: dict[UUID, list[Exclusion]] = defaultdict(list)
    for one in exclusions_among(session, {ballot.dossier_id for ballot in ballots}):
        excluded[one.dossier_id].append(one)

    def read(person_id: UUID, of_vote: list[Any]) -> OpenVote:
        about = of_vote[0]
        rule = rule_of(definition_named(session, about.definition, about.version_id), about.element)
        return OpenVote(person_id, of_vote, members[about.task], rule, actors, away, excluded[about.dossier_id])

    return read


def _absences(session: Session, people: Collection[UUID], today: date) -> Collection[Away]:
    lasting = Absence.ended_at.is_(None) & or_(Absence.valid_to.is_(None), Absence.valid_to >= today)
    rows = select(Absence.person_id, Absence.valid_from, Absence.valid_to).where(Absence.person_id.in_(people), lasting)
    return [Away(person, since, until or date.max) for person, since, until in session.execute(rows)]
