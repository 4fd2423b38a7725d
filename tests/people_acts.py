"""What tests do with people: granting and lending roles, finding grants, and doing two things at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from sqlalchemy import select

from factories import NOON, World
from service.commands.delegate import delegate
from service.commands.grant_role import grant_role
from service.commands.scopes import find_scope
from service.db import reading, transaction
from service.models import Delegation, RoleGrant

TODAY, YEAR_END = date(2026, 11, 23), date(2026, 12, 31)


def grant(world: World, name: str, role: str, *, of: str | None = None, **how: Any) -> RoleGrant:
    """The machine's operator grants a role."""
    with transaction(world.database) as session:
        place = find_scope(session, role, of)
        return grant_role(session, None, world.people[name], role, place, now=NOON, **how)


def lend(
    world: World,
    by: str,
    to: str,
    *,
    role: str | None = None,
    days: tuple[date, date] = (TODAY, YEAR_END),
    actor: str | None = None,
) -> Delegation:
    """Somebody lets another act in their place, in their only role unless one is named."""
    what = {"form": "TUQ", "basis": "Giấy ủy quyền số 3", "valid_from": days[0], "valid_to": days[1]}
    with transaction(world.database) as session:
        who, held = world.who(actor or by), grant_of(world, by, role)
        return delegate(session, who, held.id, world.people[to], now=NOON, **what)


def grant_of(world: World, name: str, role: str | None = None) -> RoleGrant:
    """A grant of the person."""
    with reading(world.database) as session:
        held = select(RoleGrant).where(RoleGrant.person_id == world.people[name])
        return session.scalars(held.where(RoleGrant.role == role) if role else held).one()


def delegation(world: World, to: str) -> Delegation:
    """The delegation that somebody received."""
    with reading(world.database) as session:
        return session.scalars(select(Delegation).where(Delegation.delegate_id == world.people[to])).one()


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What became of acts that begin in the same moment: "ok", or the name of the error."""
    line = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        line.wait()
        try:
            act()
        except Exception as error:  # whatever stops it is its result
            return type(error).__name__
        return "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
