"""Seat a person on a council."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.actors import Actor
from service.clock import local_date
from service.commands import catalogue_keeping as keeping
from service.commands.administering import find_person, grants_of, require_administrator
from service.commands.grant_role import grant_role
from service.commands.scopes import find_scope
from service.commands.seating import sitting_from
from service.commands.standing_apart import require_compatible
from service.commands.two_hands import require_not_opened
from service.errors import NotFound, Refused
from service.ids import new_id
from service.models import Council, CouncilMembership, Person, Role
from workflows.errors import InvalidAnswers, Problem, msg


def seat_member(
    session: Session, actor: Actor | None, code: str, answers: Mapping[str, Any], *, now: datetime
) -> CouncilMembership:
    """Seat a person from the answers of the form `seat`, with the role of a member for the same days.

    Votes that are open keep their roll: members are copied to it when a vote opens. Raises NotAllowed, NotFound or
    InvalidAnswers.
    """
    require_administrator(actor)
    said = keeping.asked("seat", answers)
    keeping.require_order(said, "valid_from", "valid_to")
    keeping.take_turn(session)
    council, person = keeping.find(session, Council, code), _person(session, said["person"])
    require_administrator(actor, of=person.id)
    _require_room(session, council, person, said)
    _require_fit(session, actor, person, now)
    seat = _seat(session, council, person, said)
    seat.recorded_at, seat.recorded_by_id = now, actor.id if actor else None
    session.add(seat)
    session.flush()
    _let_in(session, actor, person, said, now=now)
    told = {name: said.get(name) for name in ("seat", "valid_from", "valid_to", "basis")}
    detail = {"code": code, "person": person.id, "name": person.name, **told}
    keeping.note(session, "member_seated", council, detail, actor=actor, now=now)
    return seat


def _person(session: Session, text: str) -> Person:
    """Somebody who is here. Raises InvalidAnswers."""
    try:
        person = find_person(session, UUID(text))
    except (ValueError, NotFound):
        keeping.refuse("person", "choice", msg("Choose one of the options."))
    if person.left_at is not None:
        keeping.refuse("person", "left", msg("This person has left."))
    return person


def _require_room(session: Session, council: Council, person: Person, said: Mapping[str, Any]) -> None:
    """Nobody sits twice, and a council has one chair."""
    there = [
        one
        for one in sitting_from(session, council.id, said["valid_from"])
        if "valid_to" not in said or one.valid_from <= said["valid_to"]
    ]
    if any(one.person_id == person.id for one in there):
        keeping.refuse("person", "seated", msg("{name} sits on this council in that time already."), name=person.name)
    if said["seat"] == "chair" and any(one.seat == "chair" for one in there):
        keeping.refuse("seat", "chair", msg("The council has a chair in that time already. End that seat first."))


def _require_fit(session: Session, actor: Actor | None, person: Person, now: datetime) -> None:
    try:
        require_not_opened(session, actor, person.id, Role.COUNCIL_MEMBER)
        require_compatible(session, person.id, Role.COUNCIL_MEMBER, today=local_date(now))
    except Refused as refused:
        reason = refused.reason
        problem = Problem(reason.code, reason.message, "person", values=reason.values)
        raise InvalidAnswers({"person": problem}) from None


def _seat(session: Session, council: Council, person: Person, said: Mapping[str, Any]) -> CouncilMembership:
    last = session.scalar(
        select(func.max(CouncilMembership.position)).where(CouncilMembership.council_id == council.id)
    )
    return CouncilMembership(
        id=new_id(),
        council_id=council.id,
        person_id=person.id,
        seat=said["seat"],
        position=(last or 0) + 1,
        valid_from=said["valid_from"],
        valid_to=said.get("valid_to"),
    )


def _let_in(session: Session, actor: Actor | None, person: Person, said: Mapping[str, Any], *, now: datetime) -> None:
    """The role of a member, by which they know of what is about to be voted on; unless they have it anyway."""
    held = grants_of(session, person.id, local_date(now))
    lasting = [one for one in held if one.role == Role.COUNCIL_MEMBER and one.valid_from <= said["valid_from"]]
    if not any(one.valid_to is None or one.valid_to == said.get("valid_to") for one in lasting):
        province = find_scope(session, Role.COUNCIL_MEMBER, None)
        dates: dict[str, Any] = {"valid_from": said["valid_from"], "valid_to": said.get("valid_to")}
        grant_role(session, actor, person.id, Role.COUNCIL_MEMBER, province, basis=said["basis"], **dates, now=now)
