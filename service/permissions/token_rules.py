"""Who may make and end the tokens other systems call with."""

from uuid import UUID

from service.actors import Actor
from service.errors import Reason
from service.models import Role
from workflows.errors import msg

_NOT_YOURS = Reason("not_yours", msg("Everybody makes only their own tokens."))
_NOT_TO_END = Reason("not_to_end", msg("A token is ended by its owner or a system administrator."))


def why_not_make_token(actor: Actor, person_id: UUID) -> Reason | None:
    """A token acts in its owner's name, so nobody but they may hold one; an administrator may not either."""
    return None if actor.id == person_id else _NOT_YOURS


def why_not_end_token(actor: Actor, person_id: UUID) -> Reason | None:
    """A token is ended by its owner, or by an administrator."""
    return None if actor.id == person_id or actor.holds(Role.SYS_ADMIN) else _NOT_TO_END
