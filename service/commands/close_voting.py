"""Close a sitting's votes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from service import permissions
from service.actors import Actor
from service.commands.tally import Standing, conclude, standings
from service.errors import SUSPENDED, NotAllowed, NotFound, Reason, Refused
from service.models import CouncilSession, Dossier, Exclusion, Person, RollEntry, Status
from service.processes import definition_of
from service.votes import needed
from workflows import engine
from workflows.errors import Problem, msg
from workflows.outcome import OpenTask

_CLOSED = Reason("closed", msg("This sitting's voting has already been closed."))
_MISSING = msg("Voting on {code} needs {needed} of {members} members; {cast} have voted. Missing: {names}.")


@dataclass(frozen=True, slots=True)
class Closed:
    """What came of closing a sitting: it stays open while a vote of it does, those of these dossiers (their codes)."""

    sitting: CouncilSession
    suspended: tuple[str, ...]
    held_up: tuple[str, ...]
    """Those the engine could not move on; each has an incident."""


def close_voting(session: Session, actor: Actor, session_id: UUID, *, now: datetime) -> Closed:
    """Close every vote of the sitting that is still open, once each has the quorum of its award kind; or none.

    The vote on a suspended dossier waits until that is resumed, and the sitting with it.
    Raises NotAllowed, NotFound, or Refused: closed before, all suspended, or members missing (they are named).
    """
    if reason := permissions.why_not_close_voting(actor):
        raise NotAllowed(reason)
    sitting = _locked(session, session_id)
    dossiers = _dossiers(session, sitting)
    excluded = permissions.exclusions_among(session, [dossier.id for dossier in dossiers])
    if reason := permissions.why_not_close_voting(actor, excluded):
        raise NotAllowed(reason)
    running, suspended = _parted(session, dossiers, sitting)
    counts = standings(session, {task.id for _, task in running})
    for dossier, task in running:
        _require_quorum(session, dossier, task.id, counts[task.id])
    problems = {d.code: _conclude(session, actor, sitting, d, task, counts, excluded, now) for d, task in running}
    held_up = tuple(code for code, problem in problems.items() if problem)
    if not held_up and not suspended:
        sitting.closed_at, sitting.closed_by_id = now, actor.id
    session.flush()
    return Closed(sitting, suspended, held_up)


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


def _parted(
    session: Session, dossiers: Sequence[Dossier], sitting: CouncilSession
) -> tuple[list[tuple[Dossier, OpenTask]], tuple[str, ...]]:
    """The votes that can be closed, and the codes of the suspended dossiers whose votes cannot. Raises Refused."""
    voting = [(dossier, task) for dossier in dossiers for task in _open_panels(session, dossier, sitting)]
    running = [(dossier, task) for dossier, task in voting if dossier.status != Status.SUSPENDED]
    suspended = tuple(dossier.code for dossier, _ in voting if dossier.status == Status.SUSPENDED)
    if suspended and not running:
        raise Refused(SUSPENDED)
    return running, suspended


def _open_panels(session: Session, dossier: Dossier, sitting: CouncilSession) -> Sequence[OpenTask]:
    voted = set(
        session.scalars(
            select(RollEntry.task).where(RollEntry.dossier_id == dossier.id, RollEntry.session_id == sitting.id)
        )
    )
    return [task for task in engine.open_tasks(definition_of(session, dossier), dossier.state) if task.id in voted]


def _require_quorum(session: Session, dossier: Dossier, task: str, standing: Standing) -> None:
    """The share is of all members on the roll, not of those present."""
    least = needed(dossier.award_kind.quorum, standing.members)
    if standing.cast >= least:
        return
    missing = select(Person.name).join(RollEntry, RollEntry.person_id == Person.id)
    names = session.scalars(
        missing.where(RollEntry.task == task, RollEntry.voted_on.is_(None)).order_by(Person.name_order)
    )
    values = {
        "code": dossier.code,
        "needed": least,
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
    excluded: Collection[Exclusion],
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
        seat=permissions.closing_seat(actor, excluded),
        item=None,
        exclusions=[one for one in excluded if one.dossier_id == dossier.id],
        now=now,
    )
