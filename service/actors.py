"""Who acts: a person together with the seats they may act from at this moment."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.models import Role


@dataclass(frozen=True, slots=True)
class Seat:
    """One role in one scope, held by an own grant or by delegation from somebody else."""

    role: str
    scope_id: UUID
    grant_id: UUID
    """The role grant, or the delegation when `holder_id` is set."""
    holder_id: UUID | None = None
    """The delegator in whose place the person acts."""
    holder_name: str | None = None
    holder_unit_id: UUID | None = None
    form: str | None = None
    """KT, TUQ or TL."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person: values only, valid for one request or job."""

    id: UUID
    username: str
    name: str
    position: str
    unit_id: UUID | None
    unit_name: str
    seats: tuple[Seat, ...] = ()
    away_until: date | None = None
    """The last day of an absence that has begun; known of those whom `holders` names only."""

    def seat(self, role: str, scope_id: UUID | None = None) -> Seat | None:
        """The seat to act from: an own one before a delegated one."""
        return next(iter(self.seats_as(role, scope_id=scope_id)), None)

    def seats_as(self, *roles: str, scope_id: UUID | None = None) -> list[Seat]:
        """Every seat in one of the roles (in this scope, when given), own ones before delegated ones."""
        fitting = [s for s in self.seats if s.role in roles and scope_id in (None, s.scope_id)]
        return sorted(fitting, key=lambda s: s.holder_id is not None)

    def holds(self, role: str, scope_id: UUID | None = None) -> bool:
        """Whether the person holds this role (in this scope, when given)."""
        return self.seat(role, scope_id) is not None

    @property
    def stands_for(self) -> tuple[str, ...]:
        """In whose place the person acts; nobody's when they hold one of their seats themselves."""
        held = [seat.holder_name for seat in self.seats if seat.holder_name]
        return tuple(dict.fromkeys(held)) if len(held) == len(self.seats) else ()

    @property
    def only_runs_the_house(self) -> bool:
        """Whether administration or publishing is all the person does: no dossier is any business of theirs."""
        return bool(self.roles) and self.roles <= RUNNING

    @property
    def roles(self) -> frozenset[str]:
        """Every role held, wherever."""
        return frozenset(s.role for s in self.seats)


RUNNING = frozenset({Role.SYS_ADMIN, Role.PUBLISHER})
"""Roles that run the house and know of no dossier, also of none they once worked on."""
ACTING = frozenset(Role) - RUNNING
"""Roles that a diagram may give a task to."""
AUDITING = frozenset({Role.AUDITOR, Role.INSPECTOR})
"""Roles that read every dossier and write nothing."""
