"""What a clerk chooses from when proposing: units, awards, and whose letter a further nominee joins."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from service import clock
from service.actors import Actor
from service.errors import NotAllowed, NotFound, Reason, Refused
from service.models import AwardKind, Dossier, Person, Role, Unit, WorkItem
from service.permissions import visible_to, why_not_propose
from workflows.errors import msg

_NO_UNIT = Reason("no_unit", msg("Choose the unit that proposes."))
_NO_PERSON = Reason("no_person", msg("Choose somebody of the unit."))


@dataclass(frozen=True, slots=True)
class Award:
    """An award of the catalogue; `is_open` tells whether it can be proposed here."""

    code: str
    name: str
    kinds: tuple[str, ...]
    is_open: bool
    required: int
    """How many papers it asks for."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """The choices of a new dossier."""

    units: tuple[tuple[UUID, str], ...]
    people: tuple[tuple[UUID, str], ...]
    """Those of the units who sign in: one of them may be the nominee."""
    awards: tuple[Award, ...]
    like: Dossier | None
    """The dossier whose letter the new one joins, with its letter and award kind."""

    @property
    def only_unit(self) -> UUID:
        """The unit of a clerk who has just one. Raises Refused when it must be chosen."""
        if len(self.units) != 1:
            raise Refused(_NO_UNIT)
        return self.units[0][0]

    def person(self, person_id: UUID | None) -> UUID | None:
        """The person chosen as nominee. Raises Refused for somebody who was not offered."""
        if person_id is not None and person_id not in dict(self.people):
            raise Refused(_NO_PERSON)
        return person_id


def proposing(session: Session, actor: Actor, *, like: str = "", now: datetime) -> Proposing:
    """The choices for this clerk. Raises NotAllowed for others, NotFound for a `like` they may not know of."""
    if reason := why_not_propose(actor):
        raise NotAllowed(reason)
    scopes = {seat.scope_id for seat in actor.seats if seat.role == Role.UNIT_CLERK}
    today = clock.local_date(now)
    units = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(scopes), Unit.valid_from <= today, Unit.valid_to.is_(None) | (Unit.valid_to >= today))
        .order_by(Unit.name)
    ).all()
    people = session.execute(
        select(Person.id, Person.name)
        .where(Person.unit_id.in_(scopes), Person.left_at.is_(None))
        .order_by(Person.name_order)
    ).all()
    awards = _awards(session, today)
    return Proposing(tuple(units), tuple(people), awards, _like(session, actor, like) if like else None)


def proposal_item(session: Session, actor: Actor, code: str) -> UUID:
    """The item on which the dossier's proposal is or was written. Raises NotFound when there is none."""
    found = session.scalar(
        select(WorkItem.id)
        .join(Dossier, Dossier.id == WorkItem.dossier_id)
        .where(Dossier.code == code, visible_to(actor), WorkItem.element == "proposal")
        .order_by(WorkItem.opened_at.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound(code)
    return found


def _awards(session: Session, today: date) -> tuple[Award, ...]:
    """The awards in force today, those that can be proposed first."""
    rows = session.scalars(
        select(AwardKind)
        .where(AwardKind.valid_from <= today, or_(AwardKind.valid_to.is_(None), AwardKind.valid_to >= today))
        .order_by(AwardKind.process_key.is_(None), AwardKind.position, AwardKind.code)
    )
    return tuple(
        Award(
            code=row.code,
            name=row.name,
            kinds=tuple(row.nominee_kinds),
            is_open=row.process_key is not None,
            required=sum(bool(document.get("required")) for document in row.documents),
        )
        for row in rows
    )


def _like(session: Session, actor: Actor, code: str) -> Dossier:
    found = session.scalar(
        select(Dossier)
        .join(Dossier.award_kind)
        .join(Dossier.nominee)
        .join(Dossier.submission)
        .options(
            contains_eager(Dossier.award_kind), contains_eager(Dossier.nominee), contains_eager(Dossier.submission)
        )
        .where(Dossier.code == code, visible_to(actor))
    )
    if found is None:
        raise NotFound(code)
    return found
