"""Ballots nobody could cast any more, and what becomes of their votes: before a member goes, is away or is barred."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from service.actors import Actor, Seat
from service.models import RoleGrant
from service.queries.open_votes import OpenVote, open_votes

DECIDED, TO_CLOSE, HELD, STUCK, ENDLESS = "decided", "to_close", "held", "stuck", "endless"
"""What the other ballots suffice for: the vote's own rule, the secretary's closing it, that but for another vote of the
sitting, or neither; and nothing else can end a vote that no sitting opened."""
_NOWHERE = UUID(int=0)


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
    entangled: tuple[str, ...] = ()
    """Others of the sitting, whose votes are closed all or none: those that hold a held one up, or that a stuck one
    holds up."""


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
    votes = open_votes(session, person_id, today)
    lost = [one for one in votes if one.castable(one.member) and _misses(one, first, last, today)]
    return Ballots(_told(votes, lost, first, today))


def ballots_without(session: Session, ended: RoleGrant, *, today: date) -> Ballots:
    """The same of a grant that ends today: the roll lets its members vote, unless what is left runs the house."""
    votes = open_votes(session, ended.person_id, today)
    cast = [one for one in votes if one.castable(one.member)]
    kept = [one for one in cast if one.castable(_less(one.member, ended.id))]
    lost = [one for one in cast if one not in kept]
    theirs = [one for one in kept if one.about.role == ended.role]
    return Ballots(_told(votes, lost, today, today), _told(votes, theirs, today, today))


def ballots_barred(session: Session, person_id: UUID, role: str, *, today: date) -> Ballots:
    """The same of a role that is granted: who comes to do nothing but run the house casts no ballot any more."""
    votes = open_votes(session, person_id, today)
    cast = [one for one in votes if one.castable(one.member)]
    return Ballots(_told(votes, [one for one in cast if not one.castable(_with(one.member, role))], today, today))


def _misses(vote: OpenVote, first: date, last: date | None, today: date) -> bool:
    return last is None or first <= vote.expected(first, today) <= last


def _less(actor: Actor | None, grant_id: UUID) -> Actor | None:
    return actor and replace(actor, seats=tuple(seat for seat in actor.seats if seat.grant_id != grant_id))


def _with(actor: Actor | None, role: str) -> Actor | None:
    return actor and replace(actor, seats=(*actor.seats, Seat(role, _NOWHERE, _NOWHERE)))


def _told(votes: Sequence[OpenVote], lost: Collection[OpenVote], first: date, today: date) -> tuple[Vote, ...]:
    """What becomes of those whose ballot is lost: each by itself first, then with the others of its sitting."""
    missing = {one.about.task for one in lost}
    alone = {one.about.task: _alone(one, one.about.task in missing, first, today) for one in votes}
    closed: dict[UUID | None, list[Vote]] = defaultdict(list)
    for one in votes:
        closed[one.closed_with].append(alone[one.about.task])
    return _alike(_beside(alone[one.about.task], closed[one.closed_with] if one.closed_with else ()) for one in lost)


def _alone(vote: OpenVote, missing: bool, first: date, today: date) -> Vote:
    able = vote.able(vote.expected(first, today), without_own=missing)
    about = vote.about
    return Vote((about.code,), about.title, about.due_on, _outlook(vote, able), able, vote.least, vote.members)


def _outlook(vote: OpenVote, able: int) -> str:
    if vote.decided_by(able):
        return DECIDED
    if vote.about.session_id is None:
        return ENDLESS
    return TO_CLOSE if able >= vote.least else STUCK


def _beside(vote: Vote, others: Iterable[Vote]) -> Vote:
    """The vote among those of its sitting: the secretary closes all that wait for it, or none."""
    if vote.outlook == DECIDED:
        return vote
    wanted = STUCK if vote.outlook == TO_CLOSE else TO_CLOSE
    entangled = tuple(code for one in others if one.outlook == wanted for code in one.codes)
    held = vote.outlook == TO_CLOSE and entangled
    return replace(vote, outlook=HELD if held else vote.outlook, entangled=entangled)


def _alike(votes: Iterable[Vote]) -> tuple[Vote, ...]:
    """One line for votes that differ only in their dossier: a sitting has many."""
    found: dict[Vote, list[str]] = defaultdict(list)
    for vote in votes:
        found[replace(vote, codes=())] += vote.codes
    return tuple(replace(vote, codes=tuple(codes)) for vote, codes in found.items())
