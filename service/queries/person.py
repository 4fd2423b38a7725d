"""One person as an administrator sees them: entry, roles, delegations, leave, sign-in, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import clock
from service.actors import Actor
from service.errors import NotFound, Reason, Refused
from service.models import AccessToken, Person, RoleGrant, SignIn, Unit, WorkItem
from service.permissions import DECIDES, decides
from service.queries.administering import require_administrator
from service.queries.person_history import Act, person_history
from service.queries.tenures import Granted, Leave, Lent, delegations_with, grants_held, leaves_of
from service.queries.tokens import tokens_of
from workflows.errors import msg


@dataclass(frozen=True, slots=True)
class Entry:
    """A person with the unit they belong to."""

    person: Person
    unit: Unit | None

    @property
    def second_factor(self) -> bool:
        """Whether a code is asked for after the password."""
        return self.person.totp_seed is not None and self.person.totp_step is not None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything on the page; `next` is the number of the event its next page begins below."""

    entry: Entry
    oneself: bool
    grants: tuple[Granted, ...]
    delegations: tuple[Lent, ...]
    leaves: tuple[Leave, ...]
    sessions: Sequence[SignIn]
    tokens: Sequence[AccessToken]
    acts: tuple[Act, ...]
    next: int | None
    not_opened: Reason | None
    """Why no administrator opens this account; None when they may."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What goes back or stays open when a person leaves: tasks they have taken, ballots they have not cast."""

    entry: Entry
    tasks: int
    ballots: int
    grants: tuple[Granted, ...]
    delegations: tuple[Lent, ...]


def person_page(
    session: Session, actor: Actor, person_id: UUID, *, below: int | None = None, now: datetime
) -> PersonPage:
    """The person's page. Raises NotAllowed to all but an administrator, NotFound."""
    entry, today = person_entry(session, actor, person_id), clock.local_date(now)
    living = select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    acts, further = person_history(session, person_id, below=below)
    return PersonPage(
        entry,
        actor.id == person_id,
        grants_held(session, person_id, today=today),
        delegations_with(session, person_id, today=today),
        leaves_of(session, person_id, today=today),
        session.scalars(living.order_by(SignIn.seen_at.desc()).limit(20)).all(),
        [token for token in tokens_of(session, person_id) if _living(token, now)],
        acts,
        further,
        DECIDES if decides(session, person_id, today=today) else None,
    )


def person_entry(session: Session, actor: Actor, person_id: UUID) -> Entry:
    """The person with their unit. Raises NotAllowed to all but an administrator, NotFound."""
    require_administrator(actor)
    query = select(Person, Unit).outerjoin(Unit, Unit.id == Person.unit_id).where(Person.id == person_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(str(person_id))
    return Entry(*found)


def unit_with(session: Session, code: str) -> UUID:
    """The unit with this code. Raises Refused when there is none."""
    found = session.scalar(select(Unit.id).where(Unit.code == code))
    if found is None:
        raise Refused(Reason("unit", msg("There is no such unit.")))
    return found


def departure(session: Session, actor: Actor, person_id: UUID, *, today: date) -> Departure:
    """What a departure, or a return, means. Raises NotAllowed to all but an administrator, NotFound."""
    entry = person_entry(session, actor, person_id)
    lying = select(WorkItem.panel, func.count()).where(WorkItem.assignee_id == person_id, WorkItem.closed_at.is_(None))
    counts = {panel: count for panel, count in session.execute(lying.group_by(WorkItem.panel))}
    held = [one for one in grants_held(session, person_id, today=today) if one.term.open]
    lent = [one for one in delegations_with(session, person_id, today=today) if one.term.open]
    return Departure(entry, counts.get(False, 0), counts.get(True, 0), tuple(held), tuple(lent))


def grant_to_end(session: Session, actor: Actor, grant_id: UUID, *, today: date) -> tuple[Entry, Granted, RoleGrant]:
    """A grant with whose it is. Raises NotAllowed to all but an administrator, NotFound."""
    require_administrator(actor)
    row = session.get(RoleGrant, grant_id)
    if row is None:
        raise NotFound(str(grant_id))
    shown = next(one for one in grants_held(session, row.person_id, today=today) if one.id == grant_id)
    return person_entry(session, actor, row.person_id), shown, row


def _living(token: AccessToken, now: datetime) -> bool:
    return token.ended_at is None and (token.expires_at is None or token.expires_at > now)
