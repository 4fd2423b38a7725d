"""End a person's seat on a council."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import find_person, grants_of, require_administrator
from service.commands.grant_role import grant_role
from service.commands.redating import cut
from service.commands.revoke_grant import revoke_grant
from service.commands.seating import sits_elsewhere
from service.errors import Conflict, NotFound, Reason
from service.models import Council, CouncilMembership, Person, Role, RoleGrant
from workflows.errors import msg

_ENDED = Reason("ended", msg("This seat has been ended already."))


def unseat_member(
    session: Session, actor: Actor | None, seat_id: UUID, answers: Mapping[str, Any], *, now: datetime
) -> Council:
    """End a seat with its last day, from the answers of the form `unseat`; the role of a member ends with it.

    Votes that are open keep the member on their roll. Raises NotAllowed, NotFound, InvalidAnswers, or Conflict when
    somebody has ended it.
    """
    require_administrator(actor)
    said = keeping.asked("unseat", answers)
    keeping.take_turn(session)
    seat = _find(session, seat_id)
    require_administrator(actor, of=seat.person_id)
    last_day = said["last_day"]
    if last_day < local_date(now) - timedelta(days=1) or (seat.valid_to and last_day > seat.valid_to):
        keeping.refuse("last_day", "outside", msg("The last day must be from yesterday until the seat ends anyway."))
    person = find_person(session, seat.person_id)
    cut(session, seat, last_day, actor=actor, now=now)
    _let_out(session, actor, person, last_day, said["basis"], now=now)
    council = session.get_one(Council, seat.council_id)
    detail = {"code": council.code, "person": person.id, "name": person.name, "seat": seat.seat}
    detail |= {"valid_to": [seat.valid_to and str(seat.valid_to), str(last_day)], "basis": said["basis"]}
    keeping.note(session, "member_unseated", council, detail, actor=actor, now=now)
    return council


def _find(session: Session, seat_id: UUID) -> CouncilMembership:
    query = select(CouncilMembership).where(CouncilMembership.id == seat_id).with_for_update()
    seat = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if seat is None:
        raise NotFound(str(seat_id))
    if seat.ended_at is not None:
        who = session.get(Person, seat.ended_by_id) if seat.ended_by_id else None
        raise Conflict(_ENDED, who=who.name if who else None, at=seat.ended_at)
    return seat


def _let_out(
    session: Session, actor: Actor | None, person: Person, last_day: date, basis: str, *, now: datetime
) -> None:
    """Without a seat on any council nobody is a member; until the last day a like role stands for the ended one."""
    if sits_elsewhere(session, person.id, last_day + timedelta(days=1)):
        return
    for grant in grants_of(session, person.id, last_day + timedelta(days=1)):
        if grant.role == Role.COUNCIL_MEMBER:
            _end(session, actor, grant, last_day, basis, now=now)


def _end(session: Session, actor: Actor | None, grant: RoleGrant, last_day: date, basis: str, *, now: datetime) -> None:
    if last_day >= max(local_date(now), grant.valid_from):
        dates: dict[str, Any] = {"valid_from": grant.valid_from, "valid_to": last_day}
        grant_role(session, actor, grant.person_id, grant.role, grant.scope_id, basis=grant.basis, **dates, now=now)
    revoke_grant(session, actor, grant.id, reason=basis, now=now)
