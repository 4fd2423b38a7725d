"""Record that a person is away."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock, events, permissions
from service.actors import Actor
from service.commands.administering import find_person, require_here
from service.errors import NotAllowed, Reason, Refused
from service.ids import new_id
from service.models import Absence
from service.text import tidy
from workflows.errors import msg

LONGEST = timedelta(days=366)


def record_absence(
    session: Session, actor: Actor | None, person_id: UUID, first: date, last: date, *, reason: str = "", now: datetime
) -> Absence:
    """The person is away from the first day to the last. It takes no right away; nobody hands them tasks meanwhile.

    Raises NotAllowed, NotFound or Refused (has left, days over or mistyped, away then already).
    """
    if actor is not None and (refusal := permissions.why_not_excuse(actor, person_id)):
        raise NotAllowed(refusal)
    person = find_person(session, person_id)
    require_here(person)
    _require_days(first, last, clock.local_date(now))
    _require_apart(session, person_id, first, last)
    row = Absence(
        id=new_id(),
        person_id=person_id,
        reason=tidy(reason)[:400],
        valid_from=first,
        valid_to=last,
        recorded_at=now,
        recorded_by_id=actor.id if actor else None,
    )
    session.add(row)
    session.flush()
    detail = {"absence": str(row.id), "from": first.isoformat(), "to": last.isoformat(), "reason": row.reason}
    events.note_on(session, f"person/{person_id}", "absence_recorded", detail, actor=actor, at=now)
    return row


def _require_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise Refused(Reason("dates", msg("The last day lies before the first.")))
    if last < today:
        raise Refused(Reason("dates", msg("These days are over.")))
    if last - first > LONGEST:
        raise Refused(Reason("dates", msg("Leave lasts a year at most.")))


def _require_apart(session: Session, person_id: UUID, first: date, last: date) -> None:
    there = session.scalars(
        select(Absence).where(
            Absence.person_id == person_id,
            Absence.ended_at.is_(None),
            Absence.valid_from <= last,
            Absence.valid_to >= first,
        )
    ).first()
    if there is not None:
        values = {"first": there.valid_from, "last": there.valid_to}
        raise Refused(Reason("overlap", msg("Leave is recorded already from {first} to {last}."), values))
