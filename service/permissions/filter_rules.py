"""Who may share and remove a kept filter."""

from uuid import UUID

from service.actors import Actor
from service.errors import Reason
from service.models import SavedFilter
from workflows.errors import msg

_NOT_YOUR_GROUP = Reason("not_your_group", msg("A filter is shared only with a group you are in."))
_NOT_YOUR_FILTER = Reason("not_your_filter", msg("Only whoever made a filter removes it."))


def why_not_share(actor: Actor, role: str, scope_id: UUID) -> Reason | None:
    """One shares with those who hold a role where one holds it too."""
    return None if actor.holds(role, scope_id) else _NOT_YOUR_GROUP


def is_offered(actor: Actor, kept: SavedFilter) -> bool:
    """A filter is known to its owner, and to the group it is shared with."""
    role, scope_id = kept.shared_role, kept.shared_scope_id
    return kept.owner_id == actor.id or (role is not None and scope_id is not None and actor.holds(role, scope_id))


def why_not_drop(actor: Actor, kept: SavedFilter) -> Reason | None:
    """A shared filter is its owner's still."""
    return None if kept.owner_id == actor.id else _NOT_YOUR_FILTER
