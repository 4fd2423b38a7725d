"""vinhdanh person: people, their passwords and roles."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.cli.installation import opened, require_current, settings_of
from service.cli.words import say
from service.commands.add_person import add_person
from service.commands.grant_role import grant_role
from service.commands.revoke_grant import revoke_grant
from service.commands.scopes import find_scope
from service.commands.set_password import set_password
from service.db import transaction
from service.errors import Reason, Refused
from service.models import Person, Role, RoleGrant, Unit
from service.queries.foreseen_votes import ballots_barred
from workflows.errors import msg

_BALLOTS = msg(
    'With the role "{role}" the person could no longer cast their ballot on {codes}, and nobody else can. '
    "Have them vote first, or grant it with --knowingly."
)


def add(asked: Namespace) -> int:
    """Enter a person; with --admin also the role and a password, so that somebody can begin."""
    chosen = _new_password() if asked.admin else None
    now = clock.now()
    with prepared_session() as session:
        unit = _unit(session, asked.unit)
        person = add_person(session, None, asked.username, asked.name, unit_id=unit, position=asked.position, now=now)
        if chosen:
            province = find_scope(session, Role.SYS_ADMIN, None)
            grant_role(session, None, person.id, Role.SYS_ADMIN, province, basis="command line", now=now)
            set_password(session, None, person.id, chosen, now=now)
    say(f"{asked.username} has been entered.")
    return 0


def password(asked: Namespace) -> int:
    """Set a person's password and end their sessions."""
    chosen = _new_password()
    with prepared_session() as session:
        set_password(session, None, find_person(session, asked.username).id, chosen, now=clock.now())
    say(f"The password of {asked.username} has been set.")
    return 0


def grant(asked: Namespace) -> int:
    """Let a person act in a role from today; not over ballots it would bar them from, unless knowingly."""
    with prepared_session() as session:
        person = find_person(session, asked.username)
        scope = find_scope(session, asked.role, asked.of)
        if not asked.knowingly:
            _require_no_ballots(session, person.id, asked.role)
        grant_role(
            session, None, person.id, asked.role, scope, basis=asked.basis, valid_to=asked.until, now=clock.now()
        )
    say(f"{asked.username} may act as {asked.role}.")
    return 0


def revoke(asked: Namespace) -> int:
    """Take a role from a person now."""
    with prepared_session() as session:
        person = find_person(session, asked.username)
        scope = find_scope(session, asked.role, asked.of)
        revoke_grant(session, None, _grant(session, person.id, asked.role, scope), reason=asked.reason, now=clock.now())
    say(f"{asked.username} may no longer act as {asked.role}.")
    return 0


@contextmanager
def prepared_session() -> Iterator[Session]:
    """One transaction on the installation's database, which must be up to date."""
    with opened(settings_of()) as database:
        require_current(database)
        with transaction(database) as session:
            yield session


def find_person(session: Session, username: str) -> Person:
    """The person with this user name. Raises Refused when there is none."""
    found = session.scalar(select(Person).where(Person.username == username.strip().casefold()))
    if found is None:
        raise Refused(Reason("person", msg('There is no person "{username}".'), {"username": username}))
    return found


def _require_no_ballots(session: Session, person_id: UUID, role: str) -> None:
    lost = ballots_barred(session, person_id, role, today=clock.local_date(clock.now())).lost
    if lost:
        codes = ", ".join(code for vote in lost for code in vote.codes)
        raise Refused(Reason("ballots", _BALLOTS, {"role": role, "codes": codes}))


def _unit(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    found = session.scalar(select(Unit.id).where(Unit.code == code.upper()))
    if found is None:
        raise Refused(Reason("unit", msg('There is no unit "{code}".'), {"code": code}))
    return found


def _grant(session: Session, person_id: UUID, role: str, scope_id: UUID) -> UUID:
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        RoleGrant.scope_id == scope_id,
        RoleGrant.ended_at.is_(None),
    )
    found = session.scalars(held).first()
    if found is None:
        raise Refused(Reason("no_grant", msg("The person does not hold this role.")))
    return found


def _new_password() -> str:
    """Asked twice at a terminal; else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    chosen = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != chosen:
        raise Refused(Reason("differs", msg("The two passwords differ.")))
    return chosen
