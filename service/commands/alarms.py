"""What the owner of an account is told when somebody else touches it, and who may not touch it twice."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import jobs, language
from service.actors import Actor
from service.errors import Reason, Refused
from service.identity.alarms import ALARMS
from service.ids import new_id
from service.models import Event, EventDetail, Notice, Person
from workflows.calendar import ZONE
from workflows.errors import msg

APART = timedelta(hours=24)
"""How long nobody who opened one door of an account opens the next one too."""
MAKING_LINKS = ("password_reset_made",)
OPENING = ("second_factor_off", "person_changed")
"""Events of a person after which a password link would give the account away: no factor, or another address."""
_TWICE = Reason(
    "two_doors",
    msg(
        "Less than {hours} hours ago you opened this account in another way (second factor, e-mail address or password "
        "link). So that nobody takes an account over alone, another administrator must do this, or you do it later."
    ),
    {"hours": int(APART.total_seconds()) // 3600},
)
_OPERATOR = msg("The machine's operator")
_SUBJECT = msg("Vinh Danh: your account was changed")
_TEXT = msg(
    "Dear {name},\n\n{moment}, account {username}:\n{sentence}\n\n"
    "If you know nothing of this, tell your agency's leaders at once: somebody may be taking over your account.\n"
)


def tell_owner(
    session: Session, actor: Actor | None, person: Person, kind: str, number: int, *, to: str | None, now: datetime
) -> None:
    """A notice, and a letter to the address held before, that somebody else touched the account in event `number`.

    They are sent whatever the person chose to be mailed. Nobody is told of their own act.
    """
    if actor is not None and actor.id == person.id:
        return
    with language.spoken(person.language):
        who = actor.name if actor else language.translated(_OPERATOR)
        letter = _letter(person, kind, who, now)
    key = f"person/{person.id}/{number}"
    session.add(Notice(id=new_id(), person_id=person.id, kind=kind, key=key, data={"who": who}, at=now))
    if to:
        jobs.enqueue(session, "mail", {"to": to, **letter}, now=now)


def require_one_door(
    session: Session, actor: Actor | None, person_id: UUID, opened: Collection[str], *, now: datetime
) -> None:
    """Who opened the account within APART by an event of these kinds leaves the next to another. Raises Refused.

    The machine's operator, who has the database itself, is not held up.
    """
    if actor is not None and opened_by(session, actor, person_id, opened, since=now - APART):
        raise Refused(_TWICE)


def opened_by(
    session: Session, actor: Actor, person_id: UUID, opened: Collection[str], *, since: datetime | None = None
) -> bool:
    """Whether the actor caused an event of these kinds; a change of the person only when of their address."""
    own = (
        select(Event.kind, EventDetail.fields)
        .join(EventDetail, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
        .where(Event.stream == f"person/{person_id}", Event.kind.in_(opened), Event.actor_id == actor.id)
    )
    found = session.execute(own.where(Event.at > since) if since else own)
    return any(kind != "person_changed" or "email" in fields for kind, fields in found)


def address_lately_changed(session: Session, person_id: UUID, *, now: datetime) -> bool:
    """Whether somebody else said within APART where the person's mail goes: no link that opens the account does."""
    changed = (
        select(EventDetail.fields)
        .join(Event, (EventDetail.stream == Event.stream) & (EventDetail.number == Event.number))
        .where(Event.stream == f"person/{person_id}", Event.kind == "person_changed", Event.at > now - APART)
    )
    return any("email" in fields for fields in session.scalars(changed))


def _letter(person: Person, kind: str, who: str, now: datetime) -> Mapping[str, str]:
    said = {"name": person.name, "username": person.username, "moment": f"{now.astimezone(ZONE):%H:%M %d/%m/%Y}"}
    said["sentence"] = language.translated(ALARMS[kind], {"who": who})
    return {"subject": language.translated(_SUBJECT), "text": language.translated(_TEXT, said)}
