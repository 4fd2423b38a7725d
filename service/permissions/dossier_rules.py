"""Who may do what a diagram does not draw: propose, withdraw, attach, reassign, suspend, open and close voting."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from service.actors import Actor, Seat
from service.errors import Reason
from service.models import Dossier, Exclusion, Role, WorkItem
from service.permissions.rules import NOT_OPEN, standing, why_not
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


def why_not_propose(actor: Actor, unit_id: UUID) -> Reason | None:
    """A dossier is opened by a clerk of the unit that proposes."""
    return None if actor.holds(Role.UNIT_CLERK, unit_id) else _NOT_A_CLERK


def why_not_withdraw(session: Session, actor: Actor, dossier: Dossier, definition: Definition) -> Reason | None:
    """The unit's head withdraws, until the task that the diagram names (`vd:withdrawUntil`) has ever been opened."""
    if not actor.holds(Role.UNIT_HEAD, dossier.unit_id):
        return _NOT_THE_HEAD
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


def why_not_reassign(actor: Actor, item: WorkItem) -> Reason | None:
    """Who has the task, or their superior, hands it on; a ballot stays with its member."""
    if item.panel:
        return _BALLOT
    if item.closed_at is not None:
        return NOT_OPEN
    if still := standing(item.dossier):
        return still
    return None if item.assignee_id == actor.id or superior_of(actor, item) else _NOT_YOURS


def superior_of(actor: Actor, item: WorkItem) -> Seat | None:
    """The seat from which the actor directs whoever does this item: in the same scope, or over the whole province."""
    role = SUPERIORS.get(Role(item.role)) if item.role in set(Role) else None
    if role is None:
        return None
    return actor.seat(role, item.scope_id if role == Role.UNIT_HEAD else None)


def suspending_seat(actor: Actor) -> Seat | None:
    """The seat from which the actor suspends and resumes."""
    return actor.seat(Role.INSPECTOR) or actor.seat(Role.AGENCY_LEAD)


def why_not_suspend(actor: Actor) -> Reason | None:
    """A dossier is suspended and resumed by the inspectorate or the standing agency's lead."""
    return None if actor.roles & {Role.INSPECTOR, Role.AGENCY_LEAD} else _NOT_INSPECTING


def why_not_open_voting(actor: Actor) -> Reason | None:
    """Voting is opened by the council's secretary."""
    return None if actor.holds(Role.COUNCIL_SECRETARY) else _NOT_SECRETARY


def why_not_close_voting(actor: Actor) -> Reason | None:
    """Voting is closed by the council's secretary."""
    return None if actor.holds(Role.COUNCIL_SECRETARY) else _NOT_SECRETARY
