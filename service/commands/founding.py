"""What a new dossier is founded on: the award and its rules of the day, the unit's place, the nominee, the letter."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.commands.codes import next_code
from service.commands.locking import find_dossier
from service.errors import NotFound, Reason, Refused
from service.ids import new_id
from service.models import (
    AwardKind,
    ClusterMembership,
    Dossier,
    Nominee,
    Process,
    ProcessVersion,
    Status,
    Submission,
    Unit,
)
from service.text import fold, tidy
from workflows.errors import msg

_NO_AWARD = Reason("no_award", msg("There is no such award today."))
_NOT_YET = Reason("not_yet_open", msg("This award cannot be proposed here yet."))
_NOT_FOR = Reason("not_for", msg("This award is not given to such a nominee."))
_NO_NAME = Reason("no_name", msg("Give the nominee's name."))
_NO_UNIT = Reason("no_unit_today", msg("This unit proposes nobody today: it is closed, or does not exist yet."))
_OTHER_UNIT = Reason("other_unit", msg("That letter is of another unit."))
_REPEATED = ("method", "campaign_id", "round_id", "period_from", "period_to")
"""What the nominees of one letter share."""

_TODAY: BindParameter[date] = bindparam("today")
_AWARD = (
    select(AwardKind, ProcessVersion)
    .outerjoin(Process, Process.key == AwardKind.process_key)
    .outerjoin(ProcessVersion, ProcessVersion.id == Process.current_version_id)
    .where(
        AwardKind.code == bindparam("code"),
        AwardKind.valid_from <= _TODAY,
        AwardKind.valid_to.is_(None) | (AwardKind.valid_to >= _TODAY),
    )
    .order_by(AwardKind.valid_from.desc())
    .limit(1)
)
_PLACE = (
    select(Unit.name, ClusterMembership.cluster_id, Unit.valid_from, Unit.valid_to)
    .outerjoin(
        ClusterMembership,
        (ClusterMembership.unit_id == Unit.id)
        & (ClusterMembership.valid_from <= _TODAY)
        & (ClusterMembership.valid_to.is_(None) | (ClusterMembership.valid_to >= _TODAY))
        & ClusterMembership.ended_at.is_(None),
    )
    .where(Unit.id == bindparam("unit"))
    .order_by(ClusterMembership.valid_from.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier comes from."""

    unit_id: UUID
    unit: str
    cluster_id: UUID | None


def nominee_of(kind: str, name: str, person_id: UUID | None) -> Nominee:
    """A nominee of whom only kind and name are known yet. Raises Refused without a name of at most 200 letters."""
    name = tidy(name)
    if not 0 < len(name) <= 200:
        raise Refused(_NO_NAME)
    return Nominee(id=new_id(), kind=kind, name=name, person_id=person_id)


def award_of(session: Session, code: str, nominee_kind: str, today: date) -> tuple[AwardKind, ProcessVersion]:
    """The rules of the award that hold today, and the version of its process that new dossiers follow."""
    found = session.execute(_AWARD, {"code": code, "today": today}).one_or_none()
    if found is None:
        raise Refused(_NO_AWARD)
    award, version = found
    if version is None:
        raise Refused(_NOT_YET)
    if nominee_kind not in award.nominee_kinds:
        raise Refused(_NOT_FOR)
    return award, version


def new_dossier(
    session: Session,
    actor: Actor,
    award: AwardKind,
    version: ProcessVersion,
    nominee: Nominee,
    place: Place,
    *,
    now: datetime,
) -> Dossier:
    """A dossier with a code of its own, not begun and not yet added to the session."""
    code = next_code(session, now)
    return Dossier(
        id=new_id(),
        code=code,
        status=Status.RUNNING,
        stage="",
        award_kind=award,
        nominee=nominee,
        unit_id=place.unit_id,
        cluster_id=place.cluster_id,
        created_by_id=actor.id,
        created_at=now,
        version_id=version.id,
        definition=version.name,
        state=b"",
        search=fold(f"{code} {nominee.name} {place.unit}"),
        returns=0,
        incidents_open=0,
        events=0,
        head="",
    )


def place_of(session: Session, unit_id: UUID, today: date) -> Place:
    """The unit, and the cluster it belongs to on the day the dossier is opened.

    Raises NotFound, or Refused for a unit that is closed or still to come.
    """
    found = session.execute(_PLACE, {"unit": unit_id, "today": today}).one_or_none()
    if found is None:
        raise NotFound(str(unit_id))
    name, cluster_id, first, last = found
    if first > today or (last is not None and last < today):
        raise Refused(_NO_UNIT)
    return Place(unit_id, name, cluster_id)


def letter_of(
    session: Session, actor: Actor, dossier: Dossier, like: UUID | None, *, now: datetime
) -> Submission | None:
    """The letter of the dossier this one is like, with what its nominees share; else a new one."""
    if like is None:
        return Submission(id=new_id(), unit_id=dossier.unit_id, created_at=now)
    other = find_dossier(session, like, actor)
    if other.unit_id != dossier.unit_id:
        raise Refused(_OTHER_UNIT)
    for column in _REPEATED:
        setattr(dossier, column, getattr(other, column))
    return other.submission


def letter_named(session: Session, letter_id: UUID, unit_id: UUID) -> Submission:
    """A letter of the unit. Raises NotFound, or Refused when it is of another unit."""
    letter = session.get(Submission, letter_id)
    if letter is None:
        raise NotFound(str(letter_id))
    if letter.unit_id != unit_id:
        raise Refused(_OTHER_UNIT)
    return letter
