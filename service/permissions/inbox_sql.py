"""Who may act on a work item: the same rule as SQL over work_item, for lists.

Each audience is one walk along `ix_work_item_group`, and the own items one along `ix_work_item_mine`; a list is their
UNION ALL. They need no join: suspended and ended dossiers are left out by a subquery. The conditions depend only on the
shape of a person's seats, so that a statement is built once a shape; `values_of` says what is bound when it runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, literal_column, or_, select, true

from service.actors import Actor, Seat
from service.models import Dossier, Exclusion, Status, WorkItem

_SUSPENDED = select(Dossier.id).where(Dossier.status == literal_column(f"'{Status.SUSPENDED}'"))
_MOVING = WorkItem.dossier_id.not_in(_SUSPENDED)
"""An ended dossier has no open items; the few suspended ones are read once a statement from an index of their own."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides the text of a person's inbox query."""

    in_unit: bool
    """Whether the person belongs to a unit."""
    runs_the_house: bool
    """Whether that is all the person does: then nothing waits for them, though they be on the roll of a vote."""
    audiences: tuple[tuple[bool, ...] | None, ...]
    """A role and scope each: None when held oneself, else for each delegator whether they belong to a unit."""


def shape_of(actor: Actor) -> Shape:
    """The shape of the actor's seats."""
    held = tuple(_held(seats) for seats in _pairs(actor).values())
    return Shape(actor.unit_id is not None, actor.only_runs_the_house, held)


def values_of(actor: Actor) -> Mapping[str, Any]:
    """What the conditions of `audiences` and `assigned` are bound to for this actor."""
    values: dict[str, Any] = {"actor": actor.id, "actor_unit": actor.unit_id}
    for place, ((role, scope_id), seats) in enumerate(_pairs(actor).items()):
        values |= {f"role{place}": role, f"scope{place}": scope_id}
        if _held(seats) is not None:
            for nth, seat in enumerate(seats):
                values |= {f"holder{place}_{nth}": seat.holder_id, f"holder_unit{place}_{nth}": seat.holder_unit_id}
    return values


@lru_cache(1024)
def audiences(shape: Shape) -> tuple[ColumnElement[bool], ...]:
    """Conditions for free items a person may take, one a role and scope; no item fits two of them."""
    if shape.runs_the_house:
        return ()
    return tuple(
        and_(
            _of_audience(place),
            WorkItem.closed_at.is_(None),
            WorkItem.assignee_id.is_(None),
            ~WorkItem.panel,
            _MOVING,
            _unbarred(shape, place),
        )
        for place in range(len(shape.audiences))
    )


def completed(shape: Shape) -> ColumnElement[bool]:
    """What the reader did; who only runs the house knows of no dossier, also of none they once worked on."""
    return false() if shape.runs_the_house else WorkItem.closed_by_id == bindparam("actor")


@lru_cache(1024)
def assigned(shape: Shape) -> ColumnElement[bool]:
    """Items that lie with the person alone and that they may act on: claimed ones and open ballots."""
    if shape.runs_the_house:
        return false()
    seated = [and_(_of_audience(place), _unbarred(shape, place)) for place in range(len(shape.audiences))]
    return and_(
        WorkItem.assignee_id == bindparam("actor"),
        WorkItem.closed_at.is_(None),
        _MOVING,
        or_(and_(WorkItem.panel, _not_excluded("actor")), and_(~WorkItem.panel, or_(false(), *seated))),
    )


def _pairs(actor: Actor) -> dict[tuple[str, UUID], list[Seat]]:
    pairs: dict[tuple[str, UUID], list[Seat]] = {}
    for seat in actor.seats:
        pairs.setdefault((seat.role, seat.scope_id), []).append(seat)
    return pairs


def _held(seats: list[Seat]) -> tuple[bool, ...] | None:
    if any(seat.holder_id is None for seat in seats):
        return None
    return tuple(seat.holder_unit_id is not None for seat in seats)


def _of_audience(place: int) -> ColumnElement[bool]:
    return and_(WorkItem.role == bindparam(f"role{place}"), WorkItem.scope_id == bindparam(f"scope{place}"))


def _unbarred(shape: Shape, place: int) -> ColumnElement[bool]:
    """The person is free to act, and so is at least one of those they act for, unless the seat is their own."""
    own = and_(_other_unit("actor_unit", known=shape.in_unit), _not_excluded("actor"))
    holders = shape.audiences[place]
    if holders is None:
        return own
    held = [
        and_(_other_unit(f"holder_unit{place}_{nth}", known=known), _not_excluded(f"holder{place}_{nth}"))
        for nth, known in enumerate(holders)
    ]
    return and_(own, or_(*held))


def _other_unit(name: str, *, known: bool) -> ColumnElement[bool]:
    if not known:
        return true()
    return or_(WorkItem.barred_unit_id.is_(None), WorkItem.barred_unit_id != bindparam(name))


def _not_excluded(name: str) -> ColumnElement[bool]:
    """Nothing in `exclusion` keeps the person from this item."""
    return ~exists(
        select(Exclusion.id).where(
            Exclusion.dossier_id == WorkItem.dossier_id,
            Exclusion.person_id == bindparam(name),
            or_(Exclusion.element.is_(None), Exclusion.element == WorkItem.element),
        )
    ).correlate(WorkItem)
