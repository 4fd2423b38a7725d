"""Where each role holds: in a unit, a cluster or the whole province."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.errors import Reason, Refused
from service.models import Cluster, Province, Role, Scope, Unit
from workflows.errors import msg

_NOT_PROVINCE = {Role.UNIT_CLERK: Scope.UNIT, Role.UNIT_HEAD: Scope.UNIT, Role.CLUSTER_HEAD: Scope.CLUSTER}


def scope_of(role: str) -> Scope:
    """The kind of scope a role holds in. Raises Refused for a word that is no role."""
    if role not in list(Role):
        raise Refused(Reason("role", msg('There is no role "{role}".'), {"role": role}))
    return _NOT_PROVINCE.get(Role(role), Scope.PROVINCE)


def require_scope(session: Session, role: str, scope_id: UUID) -> Scope:
    """The kind of scope, once `scope_id` names one of that kind."""
    scope = scope_of(role)
    table = {Scope.UNIT: Unit, Scope.CLUSTER: Cluster, Scope.PROVINCE: Province}[scope]
    if session.get(table, scope_id) is None:
        raise Refused(Reason("scope", msg('The role "{role}" needs a {scope}.'), {"role": role, "scope": scope.value}))
    return scope


def find_scope(session: Session, role: str, code: str | None) -> UUID:
    """The id of the unit or cluster with this code, or of the province. Raises Refused when there is none."""
    scope = scope_of(role)
    if scope is Scope.PROVINCE:
        found: UUID | None = session.scalar(select(Province.id))
        if found is None:
            raise Refused(
                Reason("no_province", msg("There is no province yet: vinhdanh db upgrade --province FILE enters it."))
            )
    else:
        table = Unit if scope is Scope.UNIT else Cluster
        found = session.scalar(select(table.id).where(table.code == (code or "").upper()))
    if found is None:
        values = {"role": role, "scope": scope.value, "code": code or "-"}
        raise Refused(
            Reason("scope", msg('The role "{role}" needs a {scope}; there is none with the code {code}.'), values)
        )
    return found
