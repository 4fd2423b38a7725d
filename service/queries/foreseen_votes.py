"""Ballots that nobody could cast any more, and what becomes of their votes: before a member goes or is away."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.models import Absence, AwardKind, Dossier, Exclusion, RoleGrant, RollEntry, WorkItem
from service.permissions import actors_among, exclusions_among, unfit
from service.processes import definition_named
from service.queries.holding import Away
from service.votes import is_decided, needed, rule_of

DECIDED, TO_CLOSE, STUCK = "decided", "to_close", "stuck"
"""What the other members' ballots suffice for: the vote's own rule, the secretary's closing it, or neither."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Open votes in which a member has still to vote, all that stand alike, by the codes of their dossiers."""

    codes: tuple[str, ...]
    title: str
    due_on: date
    outlook: str
    able: int
    """How many could have voted in the end without the member."""
    needed: int
    """How many must have voted before the secretary may close it."""
    members: int


@dataclass(frozen=True, slots=True)
class Ballots:
    """A member's open ballots: those that nobody could cast any more, and those the roll lets them cast all the same.

    Both are the soonest due first.
    """

    lost: tuple[Vote, ...] = ()
    kept: tuple[Vote, ...] = ()


def ballots_missed(session: Session, person_id: UUID, first: date, last: date | None, *, today: date) -> Ballots:
    """The ballots lost were the person away from first to last, over the day the vote is due, or (None) gone for good.

    An overdue vote is due on every day. One statement, and four more where there are such ballots.
    """

    def lost(ballot: Any) -> bool:
        return last is None or first <= _expected(ballot, first, today) <= last

    open_votes = _open_votes(session, person_id, today)
    return Ballots(_alike(one.without(first, today) for one in open_votes if one.castable() and lost(one.own)))


def ballots_without(session: Session, ended: RoleGrant, *, today: date) -> Ballots:
    """The same of a grant that ends today: the roll lets its members vote, unless what is left runs the house."""
    lost, kept = [], []
    for one in _open_votes(session, ended.person_id, today):
        if not one.castable():
            continue
        if not one.castable(beside=ended.id):
            lost.append(one.without(today, today))
        elif one.own.role == ended.role:
            kept.append(one.without(today, today))
    return Ballots(_alike(lost), _alike(kept))


def _alike(votes: Iterable[Vote]) -> tuple[Vote, ...]:
    """One line for votes that differ only in their dossier: a sitting has many."""
    found: dict[Vote, list[str]] = defaultdict(list)
    for vote in votes:
        found[replace(vote, codes=())] += vote.codes
    return tuple(replace(vote, codes=tuple(codes)) for vote, codes in found.items())


@dataclass(frozen=True, slots=True)
class _Open:
    """A vote: the member's own ballot and those the others have still to cast, and who could cast them."""

    own: Any
    others: Collection[Any]
    members: int
    rule: str
    actors: Mapping[UUID, Actor]
    away: Collection[Away]
    exclusions: Collection[Exclusion]

    def castable(self, *, beside: UUID | None = None) -> bool:
        """Whether the member may cast it, without the seat of one grant when that is given."""
        actor = self.actors.get(self.own.assignee_id)
        if actor is None:
            return False
        left = replace(actor, seats=tuple(seat for seat in actor.seats if seat.grant_id != beside))
        return unfit(left, self.own, self.exclusions) is None

    def without(self, first: date, today: date) -> Vote:
        """What becomes of the vote without the member's ballot."""
        day = _expected(self.own, first, today)
        able = self.members - 1 - sum(not self._comes(ballot, day) for ballot in self.others)
        least = needed(self.own.quorum, self.members)
        closable = TO_CLOSE if able >= least else STUCK
        outlook = DECIDED if is_decided(self.rule, able, self.members) else closable
        return Vote((self.own.code,), self.own.title, self.own.due_on, outlook, able, least, self.members)

    def _comes(self, ballot: Any, day: date) -> bool:
        actor = self.actors.get(ballot.assignee_id)
        if actor is None or unfit(actor, ballot, self.exclusions):
            return False
        return not any(one.person_id == actor.id and one.first <= day <= one.last for one in self.away)


def _expected(ballot: Any, first: date, today: date) -> date:
    """The last day on which the ballot counts as coming: it is due then, or overdue already."""
    due: date = ballot.due_on
    return due if due >= today else max(first, today)


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
        Dossier.code,
        Dossier.definition,
        Dossier.version_id,
        AwardKind.quorum,
    )
    .join(Dossier, Dossier.id == WorkItem.dossier_id)
    .join(AwardKind, AwardKind.id == Dossier.award_kind_id)
    .where(WorkItem.panel, WorkItem.closed_at.is_(None))
    .order_by(WorkItem.due_on, WorkItem.dossier_id)
)


def _open_votes(session: Session, person_id: UUID, today: date) -> Iterable[_Open]:
    tasks = select(WorkItem.task).where(WorkItem.assignee_id == person_id, WorkItem.panel, WorkItem.closed_at.is_(None))
    ballots: dict[str, list[Any]] = defaultdict(list)
    for ballot in session.execute(_BALLOTS.where(WorkItem.task.in_(tasks))):
        ballots[ballot.task].append(ballot)
    if not ballots:
        return ()
    read = _reader(session, tasks, [one for cast in ballots.values() for one in cast], today)
    return [read(person_id, of_vote) for of_vote in ballots.values()]


def _reader(
    session: Session, tasks: Select[str], ballots: Collection[Any], today: date
) -> Callable[[UUID, list[Any]], _Open]:
    """What makes a vote of its open ballots, of everything read once for all of them."""
    people = {ballot.assignee_id for ballot in ballots}
    rolls = select(RollEntry.task, func.count()).where(RollEntry.task.in_(tasks)).group_by(RollEntry.task)
    members = {task: count for task, count in session.execute(rolls)}
    actors = {actor.id: actor for actor in actors_among(session, people, today=today)}
    away = _absences(session, people, today)
    excluded: dict[UUID, list[Exclusion]] = defaultdict(list)
    for one in exclusions_among(session, {ballot.dossier_id for ballot in ballots}):
        excluded[one.dossier_id].append(one)

    def read(person_id: UUID, of_vote: list[Any]) -> _Open:
        own = next(ballot for ballot in of_vote if ballot.assignee_id == person_id)
        others = [ballot for ballot in of_vote if ballot is not own]
        rule = rule_of(definition_named(session, own.definition, own.version_id), own.element)
        return _Open(own, others, members[own.task], rule, actors, away, excluded[own.dossier_id])

    return read


def _absences(session: Session, people: Collection[UUID], today: date) -> Collection[Away]:
    lasting = Absence.ended_at.is_(None) & or_(Absence.valid_to.is_(None), Absence.valid_to >= today)
    rows = select(Absence.person_id, Absence.valid_from, Absence.valid_to).where(Absence.person_id.in_(people), lasting)
    return [Away(person, since, until or date.max) for person, since, until in session.execute(rows)]
