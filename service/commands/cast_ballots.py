"""Cast a member's ballots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from service import clock, events, permissions, rows
from service.actors import Actor
from service.commands.locking import Held, find_items
from service.commands.tally import CHOICES, Standing, conclude, standings
from service.errors import Reason
from service.ids import random_id
from service.models import Ballot, RollEntry
from service.processes import definition_of
from service.votes import is_decided, rule_of
from workflows.errors import msg

_ROLL = RollEntry.__table__.c
_TICK = rows.Among(
    lambda is_among: (
        update(RollEntry.__table__)  # type: ignore[arg-type]
        .where(is_among(_ROLL.task), _ROLL.person_id == bindparam("person"), _ROLL.voted_on.is_(None))
        .values(voted_on=bindparam("today"))
        .returning(_ROLL.task, _ROLL.id)
    )
)
_NO_CHOICE = Reason("choice", msg("Choose yes, no or blank."))
_GONE = Reason("gone", msg("There is no such ballot."))
_VOTED = Reason("voted", msg("You have already voted."))


@dataclass(frozen=True, slots=True)
class Cast:
    """What became of one ballot; without a code when it is not the member's own."""

    item_id: UUID
    dossier_code: str
    ok: bool
    reason: Reason | None = None
    held: Held | None = None
    """The item with its dossier as it stands now; None when it is not the member's own."""


def cast_ballots(session: Session, actor: Actor, votes: Mapping[UUID, str], *, now: datetime) -> list[Cast]:
    """Cast each ballot that may be cast and say of each other why not; nothing is raised for a single row.

    A choice goes into its ballot and nowhere else; the events say who voted, never what.
    """
    found = {held.item.id: held for held in find_items(session, votes)}
    refused = {item_id: _why_not(actor, found.get(item_id), choice) for item_id, choice in votes.items()}
    castable = [held for held in found.values() if refused[held.item.id] is None]
    entries = _tick_the_roll(session, actor, castable, now)
    for held in castable:
        if held.item.task not in entries:
            refused[held.item.id] = _VOTED
    _cast(session, actor, [held for held in castable if held.item.task in entries], votes, entries, now)
    session.flush()
    return [
        Cast(item_id, "", False, reason)
        if reason is _GONE
        else Cast(item_id, found[item_id].dossier.code, reason is None, reason, found[item_id])
        for item_id, reason in refused.items()
    ]


def _why_not(actor: Actor, held: Held | None, choice: str) -> Reason | None:
    """To who has come to run the house their ballot is gone too: they know of no dossier."""
    if held is None or not held.item.panel or held.item.assignee_id != actor.id or actor.only_runs_the_house:
        return _GONE
    return permissions.why_not(actor, held.item, held.exclusions) or (None if choice in CHOICES else _NO_CHOICE)


def _tick_the_roll(session: Session, actor: Actor, castable: list[Held], now: datetime) -> dict[str, UUID]:
    """Mark the member as having voted and answer with the roll entry by task: whoever voted before is not in it."""
    if not castable:
        return {}
    tasks = {held.item.task for held in castable}
    return {row.task: row.id for row in _TICK.run(session, tasks, person=actor.id, today=clock.local_date(now))}


def _cast(
    session: Session,
    actor: Actor,
    casting: list[Held],
    votes: Mapping[UUID, str],
    entries: Mapping[str, UUID],
    now: datetime,
) -> None:
    if not casting:
        return
    rows.add(session, Ballot, [_ballot(held, votes[held.item.id], entries) for held in casting])
    counts = standings(session, {held.item.task for held in casting})
    for held in casting:
        held.item.closed_at, held.item.closed_by_id, held.item.outcome = now, actor.id, "voted"
        _go_on(session, actor, held, counts[held.item.task], now)


def _ballot(held: Held, choice: str, entries: Mapping[str, UUID]) -> dict[str, object]:
    """A ballot names its roll entry only where the vote is open."""
    shown = held.dossier.award_kind.vote == "open"
    entry = entries[held.item.task] if shown else None
    return {"id": random_id(), "task": held.item.task, "choice": choice, "roll_entry_id": entry}


def _go_on(session: Session, actor: Actor, held: Held, standing: Standing, now: datetime) -> None:
    """Note that the member voted; when that decides the vote, move the dossier on in the same event."""
    item, dossier = held.item, held.dossier
    seat = permissions.seat_for(actor, item, held.exclusions)
    detail = {"item": str(item.id), "title": item.title}
    if is_decided(rule_of(definition_of(session, dossier), item.element), standing.cast, standing.members):
        problem = conclude(
            session,
            dossier,
            (item.task, item.element),
            standing,
            kind="vote_completed",
            detail=detail,
            actor=actor,
            seat=seat,
            item=item,
            exclusions=held.exclusions,
            now=now,
        )
        if problem is None:
            return
    detail |= {"task": item.task, "element": item.element}
    events.note(session, dossier, "ballot_cast", detail, actor=actor, seat=seat, at=now)
