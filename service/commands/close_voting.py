"""Close a sitting's votes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import permissions
from service.actors import Actor
from service.commands.tally import Standing, conclude, standings
from service.errors import SUSPENDED, NotAllowed, NotFound, Reason, Refused
from service.models import CouncilSession, Dossier, Person, Role, RollEntry, Status
from service.processes import definition_of
from workflows import engine
from workflows.errors import Problem, msg
from workflows.outcome import OpenTask

QUORUM = Fraction(2, 3)
"""What holds for an award kind that names no share of its own: two thirds of all members."""
_CLOSED = Reason("closed", msg("This sitting's voting has already been closed."))
_MISSING = msg("Voting on {code} needs {needed} of {members} members; {cast} have voted. Missing: {names}.")


def close_voting(session: Session, actor: Actor, session_id: UUID, *, now: datetime) -> CouncilSession:
    """Close every vote of the sitting that is still open, once each has the quorum of its award kind; or none.

    A dossier that the engine cannot move on has an incident, and the sitting stays open.
    Raises NotAllowed, NotFound, or Refused: closed before, suspended, or members missing (they are named).
    """
    reason = permissions.why_not_close_voting(actor)
    if reason:
        raise NotAllowed(reason)
    sitting = _locked(session, session_id)
    dossiers = _dossiers(session, sitting)
    running = [(dossier, task) for dossier in dossiers for task in _open_panels(session, dossier, sitting)]
    counts = standings(session, {task.id for _, task in running})
    for dossier, task in running:
        _require_quorum(session, dossier, task.id, counts[task.id])
    problems = [_conclude(session, actor, sitting, dossier, task, counts, now) for dossier, task in running]
    if not any(problems):
        sitting.closed_at, sitting.closed_by_id = now, actor.id
    session.flush()
    return sitting


def _locked(session: Session, session_id: UUID) -> CouncilSession:
    sitting = session.scalar(select(CouncilSession).where(CouncilSession.id == session_id).with_for_update())
    if sitting is None:
        raise NotFound
    if sitting.closed_at is not None:
        raise Refused(_CLOSED)
    return sitting


def _dossiers(session: Session, sitting: CouncilSession) -> Sequence[Dossier]:
    of_sitting = select(RollEntry.dossier_id).where(RollEntry.session_id == sitting.id)
    query = (
        select(Dossier)
        .join(Dossier.nominee)
        .join(Dossier.award_kind)
        .options(contains_eager(Dossier.nominee), contains_eager(Dossier.award_kind))
        .where(Dossier.id.in_(of_sitting), Dossier.status != Status.ENDED)
        .order_by(Dossier.id)
        .with_for_update(of=Dossier)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def _open_panels(session: Session, dossier: Dossier, sitting: CouncilSession) -> Sequence[OpenTask]:
    voted = set(
        session.scalars(
            select(RollEntry.task).where(RollEntry.dossier_id == dossier.id, RollEntry.session_id == sitting.id)
        )
    )
    return [task for task in engine.open_tasks(definition_of(session, dossier), dossier.state) if task.id in voted]


def _require_quorum(session: Session, dossier: Dossier, task: str, standing: Standing) -> None:
    """The share is of all members on the roll, not of those present."""
    if dossier.status == Status.SUSPENDED:
        raise Refused(SUSPENDED)
    needed = ceil(standing.members * (dossier.award_kind.quorum or QUORUM))
    if standing.cast >= needed:
        return
    missing = select(Person.name).join(RollEntry, RollEntry.person_id == Person.id)
    names = session.scalars(
        missing.where(RollEntry.task == task, RollEntry.voted_on.is_(None)).order_by(Person.name_order)
    )
    values = {
        "code": dossier.code,
        "needed": needed,
        "members": standing.members,
        "cast": standing.cast,
        "names": ", ".join(names),
    }
    raise Refused(Reason("no_quorum", _MISSING, values))


def _conclude(
    session: Session,
    actor: Actor,
    sitting: CouncilSession,
    dossier: Dossier,
    task: OpenTask,
    counts: Mapping[str, Standing],
    now: datetime,
) -> Problem | None:
    return conclude(
        session,
        dossier,
        (task.id, task.element),
        counts[task.id],
        kind="voting_closed",
        detail={"sitting": str(sitting.id)},
        actor=actor,
        seat=actor.seat(Role.COUNCIL_SECRETARY),
        item=None,
        exclusions=permissions.exclusions_of(session, dossier.id),
        now=now,
    )
