"""Who may act on a work item: the guard."""

from collections.abc import Collection, Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import rows
from service.actors import Actor, Seat
from service.errors import ENDED, SUSPENDED, Conflict, NotAllowed, Reason, Refused
from service.models import Dossier, Exclusion, Person, Status, WorkItem
from workflows.errors import msg

NOT_OPEN = Reason("not_open", msg("This task is no longer open."))
NOT_YOUR_ROLE = Reason("not_your_role", msg("This task is for another role or another unit."))
OWN_UNIT = Reason("own_unit", msg("This task concerns a proposal of your own unit."))
NOMINEE = Reason("nominee", msg("This dossier honours you: you must not act on it."))
RUNNING = Reason("running_the_house", msg("Who runs the house has no say in dossiers and writes nothing on them."))
PANEL_OF_ANOTHER = Reason("panel_of_another", msg("This ballot belongs to another member."))
_CLAIMED = msg("{name} has taken this task.")
_CLAIMED_BY_SOMEBODY = msg("Somebody else has taken this task.")
_DID = msg("You did an earlier task of this dossier; another person must do this one.")
_EXCLUDED = msg("You are excluded from this dossier.")
_DELEGATOR = msg("{name}, for whom you act, must not do this task.")

_EXCLUSIONS = rows.Among(
    lambda is_among: select(Exclusion.dossier_id, Exclusion.person_id, Exclusion.element, Exclusion.reason).where(
        is_among(Exclusion.dossier_id)
    )
)


def why_not(
    person: Actor, item: WorkItem, exclusions: Collection[Exclusion], *, names: Mapping[UUID, str] | None = None
) -> Reason | None:
    """Why this person may not act on this item, or None when they may.

    `item.dossier` is loaded; `exclusions` are all those of the dossier. `names` lets the reason name who claimed it.
    """
    return _standing(item) or unfit(person, item, exclusions) or _claimed(person, item, names or {})


def unfit(person: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Reason | None:
    """Why this person may not do this task at all, be it open or done, and whoever has it.

    Nobody acts on what they may not know of: to who only runs the house no dossier exists, were they on its roll.
    """
    if person.only_runs_the_house:
        return RUNNING
    return _panel(person, item, exclusions) if item.panel else _seated(person, item, exclusions)


def seat_for(person: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Seat | None:
    """The seat from which this person may act on this item, an own one before a delegated one.

    None for a panel's member without a seat of their own: the roll is what lets them vote.
    """
    if item.panel:
        own = [s for s in person.seats if s.role == item.role and s.holder_id is None]
        return next(iter(own), None)
    passing = (s for s in _seats(person, item) if _seat_reason(person, s, item, exclusions) is None)
    return next(passing, None)


def require(session: Session, person: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Seat | None:
    """The seat to act from. Raises Conflict (done or claimed), Refused (suspended, ended) or NotAllowed."""
    reason = why_not(person, item, exclusions)
    if reason is None:
        return seat_for(person, item, exclusions)
    if reason in (SUSPENDED, ENDED):
        raise Refused(reason)
    if reason == NOT_OPEN:
        raise _conflict(session, item, NOT_OPEN, item.closed_by_id)
    if reason.code == "claimed":
        raise _conflict(session, item, reason, item.assignee_id)
    raise NotAllowed(reason)


def exclusions_of(session: Session, dossier_id: UUID) -> Sequence[Exclusion]:
    """Everybody who must not act on the dossier, and where."""
    return exclusions_among(session, [dossier_id])


def exclusions_among(session: Session, dossier_ids: Collection[UUID]) -> Sequence[Exclusion]:
    """The same of several dossiers, in one statement; to be read only."""
    # Plain rows with these columns of an exclusion: every step asks, there are many, and nobody changes them.
    return cast("Sequence[Exclusion]", _EXCLUSIONS.run(session, dossier_ids).all())


def honours(person_id: UUID, exclusions: Collection[Exclusion]) -> bool:
    """Whether the dossier honours this person, who then does nothing on it at all."""
    return any(one.person_id == person_id and one.element is None for one in exclusions)


def acting_for(seat: Seat) -> Reason:
    """Why a deputy may not: whom they act for must not."""
    return Reason("delegator", _DELEGATOR, {"name": seat.holder_name or ""})


def standing(dossier: Dossier) -> Reason | None:
    """Why nothing can be done on this dossier, whoever asks: suspended or ended."""
    return {Status.SUSPENDED: SUSPENDED, Status.ENDED: ENDED}.get(Status(dossier.status))


def _standing(item: WorkItem) -> Reason | None:
    """Nothing is done on a closed item, nor on a dossier that is suspended or has ended."""
    if item.closed_at is not None:
        return NOT_OPEN
    return standing(item.dossier)


def _panel(person: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Reason | None:
    """A ballot is cast by the member on the roll, in person."""
    if item.assignee_id != person.id:
        return PANEL_OF_ANOTHER
    return _excluded(person.id, item, exclusions)


def _seated(person: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Reason | None:
    """A task is done by its role in its scope, held or delegated."""
    reasons = [_seat_reason(person, seat, item, exclusions) for seat in _seats(person, item)]
    if not reasons:
        return NOT_YOUR_ROLE
    return None if None in reasons else reasons[0]


def _seats(person: Actor, item: WorkItem) -> list[Seat]:
    fitting = [s for s in person.seats if (s.role, s.scope_id) == (item.role, item.scope_id)]
    return sorted(fitting, key=lambda s: s.holder_id is not None)


def _seat_reason(person: Actor, seat: Seat, item: WorkItem, exclusions: Collection[Exclusion]) -> Reason | None:
    """Neither the person nor whom they act for may be excluded, or of the unit that is barred."""
    if item.barred_unit_id is not None and person.unit_id == item.barred_unit_id:
        return OWN_UNIT
    own = _excluded(person.id, item, exclusions)
    if own is not None or seat.holder_id is None:
        return own
    barred = item.barred_unit_id is not None and seat.holder_unit_id == item.barred_unit_id
    if barred or _excluded(seat.holder_id, item, exclusions) is not None:
        return acting_for(seat)
    return None


def _excluded(person_id: UUID, item: WorkItem, exclusions: Collection[Exclusion]) -> Reason | None:
    """The person the dossier honours does nothing on it; who did a task does not do the one that checks it."""
    for exclusion in exclusions:
        if exclusion.person_id == person_id and exclusion.element in (None, item.element):
            kind, _, task = exclusion.reason.partition(":")
            if kind == "nominee":
                return NOMINEE
            return Reason(exclusion.reason, _DID, {"task": task}) if task else Reason(exclusion.reason, _EXCLUDED)
    return None


def _claimed(person: Actor, item: WorkItem, names: Mapping[UUID, str]) -> Reason | None:
    """What somebody has taken is theirs until they give it back."""
    if item.assignee_id in (None, person.id):
        return None
    name = names.get(item.assignee_id) if item.assignee_id else None
    return Reason("claimed", _CLAIMED, {"name": name}) if name else Reason("claimed", _CLAIMED_BY_SOMEBODY)


def _conflict(session: Session, item: WorkItem, reason: Reason, person_id: UUID | None) -> Conflict:
    who = session.scalar(select(Person.name).where(Person.id == person_id)) if person_id else None
    if reason.code == "claimed" and who:
        reason = Reason("claimed", _CLAIMED, {"name": who})
    at = item.closed_at or item.claimed_at
    return Conflict(reason, who=who, at=at, dossier_code=item.dossier.code)
