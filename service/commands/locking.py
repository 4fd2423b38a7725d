"""Finding what a command will change, locked: the dossier's row and the work item's, several in the order of ids."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager

from service import permissions, rows
from service.actors import Actor, Seat
from service.errors import Conflict, NotAllowed, NotFound, Refused
from service.models import AwardKind, Dossier, Exclusion, Submission, WorkItem


@dataclass(frozen=True, slots=True)
class Held:
    """A locked work item with its locked dossier, and everybody who is excluded there."""

    item: WorkItem
    exclusions: Sequence[Exclusion]

    @property
    def dossier(self) -> Dossier:
        """The item's dossier, with its award kind (and, of a single item, nominee and letter)."""
        return self.item.dossier


_RULES = (
    AwardKind.code,
    AwardKind.name,
    AwardKind.nominee_kinds,
    AwardKind.threshold,
    AwardKind.quorum,
    AwardKind.vote,
    AwardKind.days,
    AwardKind.supplement_days,
    AwardKind.remind_days,
)
"""What a step asks of an award."""


def _items() -> Select[WorkItem]:
    whole = contains_eager(WorkItem.dossier)
    return (
        select(WorkItem)
        .join(WorkItem.dossier)
        .join(Dossier.nominee)
        .join(Dossier.award_kind)
        .outerjoin(Submission, Submission.id == Dossier.submission_id)
        .options(
            whole.contains_eager(Dossier.nominee),
            whole.contains_eager(Dossier.award_kind).load_only(*_RULES),
            whole.contains_eager(Dossier.submission),
        )
        .with_for_update(of=(Dossier, WorkItem))
        .execution_options(populate_existing=True)
    )


def _dossiers() -> Select[Dossier]:
    return (
        select(Dossier)
        .join(Dossier.nominee)
        .join(Dossier.award_kind)
        .outerjoin(Submission, Submission.id == Dossier.submission_id)
        .options(
            contains_eager(Dossier.nominee),
            contains_eager(Dossier.award_kind).load_only(*_RULES),
            contains_eager(Dossier.submission),
        )
        .with_for_update(of=Dossier)
        .execution_options(populate_existing=True)
    )


_ITEM = _items().where(WorkItem.id == bindparam("item"))
_ITEMS = (
    select(WorkItem)
    .join(WorkItem.dossier)
    .join(Dossier.award_kind)
    .options(contains_eager(WorkItem.dossier).contains_eager(Dossier.award_kind).load_only(*_RULES))
    .where(WorkItem.id.in_(bindparam("items", expanding=True)))
    .order_by(Dossier.id, WorkItem.id)
    .with_for_update(of=(Dossier, WorkItem))
    .execution_options(populate_existing=True)
)
_DOSSIER = _dossiers().where(Dossier.id == bindparam("dossier"))


def find_item(session: Session, item_id: UUID) -> Held:
    """The item, locked together with its dossier: without both locks a neighbour's step would be judged by old rows.

    Raises NotFound.
    """
    item = session.scalar(_ITEM, {"item": item_id})
    if item is None:
        raise NotFound(str(item_id))
    rows.hold(session, item, item.dossier)
    return Held(item, permissions.exclusions_of(session, item.dossier_id))


def find_items(session: Session, item_ids: Collection[UUID]) -> list[Held]:
    """Several items with dossiers and award kinds, locked in the order of dossiers: no two such acts wait in a ring."""
    items = session.scalars(_ITEMS, {"items": list(item_ids)}).all()
    dossiers = {item.dossier for item in items}
    rows.hold(session, *items, *dossiers)
    excluded = permissions.exclusions_among(session, [dossier.id for dossier in dossiers])
    return [Held(item, [e for e in excluded if e.dossier_id == item.dossier_id]) for item in items]


def find_dossier(session: Session, dossier_id: UUID, reader: Actor | None = None) -> Dossier:
    """The dossier, locked. Raises NotFound, also when the reader may not know of it."""
    dossier = session.scalar(_DOSSIER, {"dossier": dossier_id})
    if dossier is None or (reader is not None and not permissions.can_see(session, reader, dossier)):
        raise NotFound(str(dossier_id))
    rows.hold(session, dossier)
    return dossier


def allow(session: Session, actor: Actor, held: Held) -> Seat | None:
    """The seat from which the actor may act on the item.

    Raises NotFound (they may not know of the dossier), NotAllowed, Refused (suspended) or Conflict (done, claimed).
    """
    try:
        return permissions.require(session, actor, held.item, held.exclusions)
    except (NotAllowed, Refused, Conflict):
        known_to(session, actor, held.dossier)
        raise


def known_to(session: Session, actor: Actor, dossier: Dossier) -> None:
    """Raises NotFound when the actor may not know of the dossier."""
    if not permissions.can_see(session, actor, dossier):
        raise NotFound(str(dossier.id)) from None
