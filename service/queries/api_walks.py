"""Which walks along work_item find the tasks a caller asks for: each is one condition, and no task is in two."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from service import permissions
from service.actors import AUDITING, Actor
from service.models import Cluster, Dossier, Person, Province, Role, Unit, WorkItem
from service.permissions import visible_to
from service.permissions.visibility import PROVINCE_WIDE

ME = "me"
_IN_A_UNIT = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})


class Named(Protocol):
    """A group by its role and the code of its scope."""

    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102


Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Walks:
    """Conditions on WorkItem, what they are bound to, and whether a statement over them is worth keeping."""

    conditions: Conditions
    values: Mapping[str, Any] = field(default_factory=dict)
    kept: bool = False


def walks_of(session: Session, actor: Actor, *, assignee: str, group: Named | None, code: str) -> Walks:
    """The walks for an assignee, a group or a dossier; for none of them: all that waits for the actor."""
    if code:
        return _of_dossier(actor, code, assignee, group)
    if assignee:
        return _of_person(actor, assignee, group)
    if group is None:
        shape = permissions.shape_of(actor)
        waiting = (permissions.assigned(shape), *permissions.audiences(shape))
        return Walks(waiting, permissions.values_of(actor), kept=True)
    return _of_group(session, actor, group)


def _of_dossier(actor: Actor, code: str, assignee: str, group: Named | None) -> Walks:
    dossier = select(Dossier.id).where(Dossier.code == code, visible_to(actor)).scalar_subquery()
    rules = [WorkItem.closed_at.is_(None), WorkItem.dossier_id == dossier]
    if assignee:
        rules.append(WorkItem.assignee_id == _person(actor, assignee))
    if group is not None:
        rules += [_is_of(group), *([] if assignee else [WorkItem.assignee_id.is_(None)])]
    return Walks((and_(*rules),))


def _of_person(actor: Actor, assignee: str, group: Named | None) -> Walks:
    """One's own as the inbox has them; of somebody else, those of dossiers the actor may know of."""
    narrowed = [_is_of(group)] if group is not None else []
    if assignee in (ME, actor.username):
        shape = permissions.shape_of(actor)
        own = permissions.assigned(shape)
        return Walks((and_(own, *narrowed) if narrowed else own,), permissions.values_of(actor), kept=not narrowed)
    theirs = and_(WorkItem.assignee_id == _person(actor, assignee), WorkItem.closed_at.is_(None), _known(actor))
    return Walks((and_(theirs, *narrowed),))


def _of_group(session: Session, actor: Actor, group: Named) -> Walks:
    """Free tasks of one's own group; of another one for whoever sees all it does, so that no walk is in vain."""
    scope_id = session.scalar(_scope(group))
    seats = tuple(seat for seat in actor.seats if (seat.role, seat.scope_id) == (group.role, scope_id))
    if seats:
        member = replace(actor, seats=seats)
        return Walks(permissions.audiences(permissions.shape_of(member)), permissions.values_of(member), kept=True)
    if scope_id is None or not (actor.roles & (PROVINCE_WIDE | AUDITING) or _of_own_unit(actor, scope_id)):
        return Walks(())
    free = and_(WorkItem.role == group.role, WorkItem.scope_id == scope_id, WorkItem.assignee_id.is_(None))
    return Walks((and_(free, ~WorkItem.panel, WorkItem.closed_at.is_(None), _known(actor)),))


def _of_own_unit(actor: Actor, scope_id: UUID) -> bool:
    return any(seat.role in _IN_A_UNIT and seat.scope_id == scope_id for seat in actor.seats)


def _known(actor: Actor) -> ColumnElement[bool]:
    return exists(select(Dossier.id).where(Dossier.id == WorkItem.dossier_id, visible_to(actor)).correlate(WorkItem))


def _person(actor: Actor, username: str) -> Any:
    if username in (ME, actor.username):
        return actor.id
    return select(Person.id).where(Person.username == username).scalar_subquery()


def _is_of(group: Named) -> ColumnElement[bool]:
    return and_(WorkItem.role == group.role, WorkItem.scope_id == _scope(group).scalar_subquery())


def _scope(group: Named) -> Any:
    """The unit, cluster or province in which the group's role holds."""
    table = Unit if group.role in _IN_A_UNIT else Cluster if group.role == Role.CLUSTER_HEAD else Province
    return select(table.id).where(table.code == group.code.upper())
