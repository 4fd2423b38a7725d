"""Who acts in whose place, and who is away: a person's own page, and the choices of its forms."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import Actor
from service.errors import NotAllowed, NotFound
from service.models import Delegation, Person, RoleGrant, WorkItem
from service.queries.foreseen import Gap, gaps_without
from service.queries.tenures import Granted, Leave, Lent, delegation_shown, delegations_with, grants_held, leaves_of
from workflows.errors import InvalidAnswers, Problem, msg


@dataclass(frozen=True, slots=True)
class Deputies:
    """A person's delegations and absences; `lendable` are the grants they may delegate."""

    person: Person
    given: tuple[Lent, ...]
    received: tuple[Lent, ...]
    leaves: tuple[Leave, ...]
    lendable: tuple[Granted, ...]


def deputies(session: Session, actor: Actor, person_id: UUID | None = None, *, today: date) -> Deputies:
    """One's own page, or for an administrator somebody else's. Raises NotAllowed or NotFound."""
    person_id = person_id or actor.id
    if reason := permissions.why_not_excuse(actor, person_id):
        raise NotAllowed(reason)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(str(person_id))
    with_them = delegations_with(session, person_id, today=today)
    held = grants_held(session, person_id, today=today)
    return Deputies(
        person,
        tuple(one for one in with_them if one.giver_id == person_id),
        tuple(one for one in with_them if one.taker_id == person_id),
        leaves_of(session, person_id, today=today),
        tuple(one for one in held if one.term.open and one.role in permissions.DELEGABLE),
    )


def lendable(session: Session, text: str, holder_id: UUID) -> UUID:
    """The grant of the holder that was chosen. Raises InvalidAnswers when it is none of theirs."""
    try:
        grant = session.get(RoleGrant, UUID(text))
    except ValueError:
        grant = None
    if grant is None or grant.person_id != holder_id:
        raise InvalidAnswers({"grant": Problem("choice", msg("Choose one of the options."), "grant")})
    return grant.id


def lying_with(session: Session, person_id: UUID) -> int:
    """How many open tasks, ballots aside, a person has taken."""
    mine = (WorkItem.assignee_id == person_id, WorkItem.closed_at.is_(None), ~WorkItem.panel)
    return session.scalars(select(func.count()).select_from(WorkItem).where(*mine)).one()


def delegation_to_end(session: Session, actor: Actor, delegation_id: UUID, *, today: date) -> tuple[Lent, list[Gap]]:
    """A delegation, and what nobody could do without it. Raises NotFound, also to whom it does not concern."""
    row = session.get(Delegation, delegation_id)
    if row is None or permissions.why_not_end_delegation(actor, row):
        raise NotFound(str(delegation_id))
    shown = delegation_shown(session, delegation_id, today=today)
    assert shown is not None
    return shown, gaps_without(session, row, today) if shown.term.open else []
