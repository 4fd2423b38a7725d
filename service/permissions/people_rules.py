"""Who may say that somebody acts in another's place, or that somebody is away."""

from uuid import UUID

from service.actors import Actor
from service.errors import Reason
from service.models import Delegation, Role
from service.permissions.administration import why_not_administer
from workflows.errors import msg

ALONE = frozenset({Role.SYS_ADMIN, Role.AUDITOR, Role.INSPECTOR, Role.PUBLISHER})
"""Roles that nobody holds together with another: who watches or runs the house has no say in it."""
DELEGABLE = frozenset(Role) - ALONE - {Role.COUNCIL_MEMBER}
"""Roles that somebody may hold in another's place: who watches or runs the house, and who votes, does so in person."""
_NOT_HOLDER = Reason("not_holder", msg("Only the person who holds the role, or an administrator, may do this."))
_NOT_PARTY = Reason("not_party", msg("Only the two people concerned, or an administrator, may do this."))
_NOT_THEIRS = Reason("not_theirs", msg("Only the person concerned, or an administrator, may do this."))


def why_not_delegate(actor: Actor, holder_id: UUID) -> Reason | None:
    """A role is delegated by who holds it, or by an administrator."""
    return None if actor.id == holder_id or _runs_the_house(actor) else _NOT_HOLDER


def why_not_end_delegation(actor: Actor, delegation: Delegation) -> Reason | None:
    """A delegation is ended by who gave it or who received it, or by an administrator."""
    party = actor.id in (delegation.delegator_id, delegation.delegate_id)
    return None if party or _runs_the_house(actor) else _NOT_PARTY


def why_not_excuse(actor: Actor, person_id: UUID) -> Reason | None:
    """Who is away says so themselves, or an administrator does."""
    return None if actor.id == person_id or _runs_the_house(actor) else _NOT_THEIRS


def _runs_the_house(actor: Actor) -> bool:
    return why_not_administer(actor) is None
