"""Who may do what a diagram does not draw: propose, withdraw, attach, reassign, suspend, open and close voting."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from service.actors import Actor, Seat
from service.errors import Reason
from service.models import Dossier, Exclusion, Role, WorkItem
from service.permissions.rules import NOMINEE, NOT_OPEN, OWN_UNIT, acting_for, honours, standing, why_not
from workflows.definition import Definition
from workflows.errors import msg

SUPERIORS = {
    Role.UNIT_CLERK: Role.UNIT_HEAD,
    Role.INTAKE_CLERK: Role.AGENCY_LEAD,
    Role.APPRAISER: Role.AGENCY_LEAD,
    Role.COUNCIL_SECRETARY: Role.AGENCY_LEAD,
    Role.RECORDS_CLERK: Role.AGENCY_LEAD,
}
"""Who may hand a task of the role to somebody else."""

_NOT_A_CLERK = Reason("not_a_clerk", msg("Only a clerk of the unit proposes for it."))
_NOT_THE_HEAD = Reason("not_the_head", msg("Only the head of the proposing unit withdraws a dossier."))
_TOO_LATE = Reason("too_late", msg("Voting has been opened: the dossier can no longer be withdrawn."))
_NO_TASK = Reason("no_task", msg("Documents are added by whoever has an open task on the dossier."))
_BALLOT = Reason("ballot", msg("A ballot cannot be handed to somebody else."))
_NOT_YOURS = Reason("not_yours", msg("Only the person who has the task, or their superior, hands it on."))
_NOT_INSPECTING = Reason("not_inspecting", msg("Only the inspectorate or the lead of the standing agency may do this."))
_NOT_SECRETARY = Reason("not_secretary", msg("Only the council's secretary opens and closes voting."))


def why_not_propose(actor: Actor, unit_id: UUID | None = None) -> Reason | None:
    """A dossier is opened by a clerk of the unit that proposes; without one, by whoever is a clerk of any."""
    return None if actor.holds(Role.UNIT_CLERK, unit_id) else _NOT_A_CLERK


def why_not_withdraw(
    session: Session, actor: Actor, dossier: Dossier, definition: Definition, exclusions: Collection[Exclusion]
) -> Reason | None:
    """The unit's head withdraws, until the task that the diagram names (`vd:withdrawUntil`) has ever been opened."""
    seats = actor.seats_as(Role.UNIT_HEAD, scope_id=dossier.unit_id)
    if refusal := _why_not_seated(actor, seats, exclusions, _NOT_THE_HEAD):
        return refusal
    if still := standing(dossier):
        return still
    until = definition.graph.withdraw_until
    opened = exists().where(WorkItem.dossier_id == dossier.id, WorkItem.element == until)
    return _TOO_LATE if until and session.scalar(select(opened)) else None


def why_not_attach(
    actor: Actor, dossier: Dossier, items: Collection[WorkItem], exclusions: Collection[Exclusion]
) -> Reason | None:
    """Documents come from whoever may act on one of the dossier's open items; a ballot is no such task."""
    if still := standing(dossier):
        return still
    mine = any(why_not(actor, item, exclusions) is None for item in items if not item.panel)
    return None if mine else _NO_TASK


def withdrawing_seat(actor: Actor, dossier: Dossier, exclusions: Collection[Exclusion]) -> Seat | None:
    """The seat from which the actor withdraws."""
    return _free(actor.seats_as(Role.UNIT_HEAD, scope_id=dossier.unit_id), exclusions)


def why_not_reassign(actor: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Reason | None:
    """Who has the task, or their superior, hands it on; a ballot stays with its member."""
    if item.panel:
        return _BALLOT
    if item.closed_at is not None:
        return NOT_OPEN
    if still := standing(item.dossier):
        return still
    if item.barred_unit_id is not None and item.barred_unit_id == actor.unit_id:
        return OWN_UNIT
    if item.assignee_id == actor.id:
        return NOMINEE if honours(actor.id, exclusions) else None
    return _why_not_seated(actor, _directing(actor, item), exclusions, _NOT_YOURS, item.barred_unit_id)


def superior_of(actor: Actor, item: WorkItem, exclusions: Collection[Exclusion]) -> Seat | None:
    """The seat from which the actor directs whoever does this item: in the same scope, or over the whole province."""
    return _free(_directing(actor, item), exclusions, item.barred_unit_id)


def suspending_seat(actor: Actor, exclusions: Collection[Exclusion]) -> Seat | None:
    """The seat from which the actor suspends and resumes."""
    return _free(actor.seats_as(Role.INSPECTOR, Role.AGENCY_LEAD), exclusions)


def why_not_suspend(actor: Actor, exclusions: Collection[Exclusion]) -> Reason | None:
    """A dossier is suspended and resumed by the inspectorate or the standing agency's lead."""
    seats = actor.seats_as(Role.INSPECTOR, Role.AGENCY_LEAD)
    return _why_not_seated(actor, seats, exclusions, _NOT_INSPECTING)


def why_not_open_voting(actor: Actor) -> Reason | None:
    """Voting is opened by the council's secretary."""
    return None if actor.holds(Role.COUNCIL_SECRETARY) else _NOT_SECRETARY


def why_not_close_voting(actor: Actor, exclusions: Collection[Exclusion] = ()) -> Reason | None:
    """Voting is closed by the council's secretary; `exclusions` are those of every dossier of the sitting."""
    return _why_not_seated(actor, actor.seats_as(Role.COUNCIL_SECRETARY), exclusions, _NOT_SECRETARY)


def closing_seat(actor: Actor, exclusions: Collection[Exclusion]) -> Seat | None:
    """The seat from which the actor closes voting."""
    return _free(actor.seats_as(Role.COUNCIL_SECRETARY), exclusions)


def _directing(actor: Actor, item: WorkItem) -> Sequence[Seat]:
    role = SUPERIORS.get(Role(item.role)) if item.role in set(Role) else None
    if role is None:
        return ()
    return actor.seats_as(role, scope_id=item.scope_id if role == Role.UNIT_HEAD else None)


def _why_not_seated(
    actor: Actor,
    seats: Sequence[Seat],
    exclusions: Collection[Exclusion],
    otherwise: Reason,
    barred_unit_id: UUID | None = None,
) -> Reason | None:
    """Without a seat the reason is `otherwise`; neither the actor nor whom they act for may be honoured here."""
    if not seats:
        return otherwise
    if honours(actor.id, exclusions):
        return NOMINEE
    return None if _free(seats, exclusions, barred_unit_id) else acting_for(seats[0])


def _free(seats: Sequence[Seat], exclusions: Collection[Exclusion], barred_unit_id: UUID | None = None) -> Seat | None:
    """The first seat, an own one first, whose holder the dossier neither honours nor bars with their unit."""
    return next((seat for seat in seats if not _bound(seat, exclusions, barred_unit_id)), None)


def _bound(seat: Seat, exclusions: Collection[Exclusion], barred_unit_id: UUID | None) -> bool:
    if seat.holder_id is None:
        return False
    barred = barred_unit_id is not None and seat.holder_unit_id == barred_unit_id
    return barred or honours(seat.holder_id, exclusions)
