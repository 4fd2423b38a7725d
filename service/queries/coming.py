"""The tasks of dossiers under way that wait for some roles, and those that may still come to them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from service.models import Dossier, Exclusion, Role, Scope, Status, WorkItem
from service.processes import definition_named
from service.queries.ahead import tasks_ahead
from service.queries.rota import Pair
from workflows.definition import Definition

MOST = 10_000
"""More dossiers than a province has under way."""
_UNIT = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})
_CLUSTER = frozenset({Role.CLUSTER_HEAD})


@dataclass(frozen=True, slots=True)
class Task:
    """A task in one dossier. `waits` is false while the dossier is still on its way to it."""

    role: str
    scope_id: UUID
    element: str
    title: str
    dossier_id: UUID
    barred_unit_id: UUID | None
    excluded: frozenset[UUID]
    waits: bool


@dataclass(slots=True)
class _Under:
    """A dossier under way: where it stands, what was done when, and who is excluded from what."""

    row: Any
    standing: set[str]
    done: dict[str, datetime]
    excluded: dict[str | None, set[UUID]]

    def barred(self, element: str) -> frozenset[UUID]:
        return frozenset(self.excluded.get(None, set()) | self.excluded.get(element, set()))


def tasks_in(session: Session, pairs: Collection[Pair], people: Collection[UUID]) -> tuple[Task, ...]:
    """Every task, ballots aside, of dossiers under way that waits for one of the roles or may still come to it.

    `excluded` names those of the people who must not do it. Four statements; it looks at the MOST newest dossiers.
    """
    within = select(Dossier.id).where(Dossier.status != Status.ENDED, or_(*(_within(pair) for pair in pairs)))
    chosen = Dossier.id.in_(within.order_by(Dossier.id.desc()).limit(MOST))
    under = _under_way(session, chosen, people)
    return tuple(task for one in under for task in _tasks(session, one, pairs))


def _within(pair: Pair) -> ColumnElement[bool]:
    role, scope_id = pair
    if role in _UNIT:
        return Dossier.unit_id == scope_id
    return Dossier.cluster_id == scope_id if role in _CLUSTER else true()


def _under_way(session: Session, chosen: ColumnElement[bool], people: Collection[UUID]) -> Collection[_Under]:
    columns = (Dossier.id, Dossier.definition, Dossier.version_id, Dossier.stage)
    places = (Dossier.unit_id, Dossier.cluster_id, Dossier.clock_element)
    rows = session.execute(select(*columns, *places).where(chosen))
    found = {row.id: _Under(row, set(), {}, defaultdict(set)) for row in rows}
    for dossier, element in session.execute(_open_items(chosen)):
        found[dossier].standing.add(element)
    for dossier, element, at in session.execute(_done(chosen)):
        found[dossier].done[element] = at
    for dossier, element, person in session.execute(_exclusions(chosen, people)):
        found[dossier].excluded[element].add(person)
    return found.values()


def _open_items(chosen: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    places = select(WorkItem.dossier_id, WorkItem.element).join(WorkItem.dossier).where(chosen)
    return places.where(WorkItem.closed_at.is_(None)).distinct()


def _done(chosen: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    last = func.max(WorkItem.closed_at).label("at")
    done = select(WorkItem.dossier_id, WorkItem.element, last).join(WorkItem.dossier)
    return done.where(chosen, WorkItem.closed_by_id.is_not(None)).group_by(WorkItem.dossier_id, WorkItem.element)


def _exclusions(chosen: ColumnElement[bool], people: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    barred = select(Exclusion.dossier_id, Exclusion.element, Exclusion.person_id)
    return barred.join(Dossier, Dossier.id == Exclusion.dossier_id).where(chosen, Exclusion.person_id.in_(people))


def _tasks(session: Session, under: _Under, pairs: Collection[Pair]) -> Iterator[Task]:
    definition = definition_named(session, under.row.definition, under.row.version_id)
    standing = under.standing or {under.row.stage}
    ahead = tasks_ahead(definition, standing, under.done, under.row.clock_element)
    for element in sorted((under.standing | ahead) & definition.graph.nodes.keys()):
        task = _task(under, definition, element, pairs)
        if task is not None:
            yield task


def _task(under: _Under, definition: Definition, element: str, pairs: Collection[Pair]) -> Task | None:
    node = definition.graph.nodes[element]
    scopes: Mapping[str | None, UUID | None] = {Scope.UNIT: under.row.unit_id, Scope.CLUSTER: under.row.cluster_id}
    pair = next((one for one in pairs if one[0] == node.role and scopes.get(node.scope, one[1]) == one[1]), None)
    if pair is None or node.panel is not None:
        return None
    barred = under.row.unit_id if node.not_own_unit else None
    title = node.name or node.id
    return Task(*pair, element, title, under.row.id, barred, under.barred(element), element in under.standing)
