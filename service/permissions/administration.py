"""Who may run the house: people and what they act as, units, clusters, councils, the catalogue."""

from service.actors import Actor
from service.errors import Reason
from service.models import Role
from workflows.errors import msg

ADMINISTRATORS_ONLY = Reason("not_administrator", msg("Only a system administrator may do this."))


def why_not_administer(actor: Actor) -> Reason | None:
    """The house is run by its system administrators, who have no say in dossiers."""
    return None if actor.holds(Role.SYS_ADMIN) else ADMINISTRATORS_ONLY
